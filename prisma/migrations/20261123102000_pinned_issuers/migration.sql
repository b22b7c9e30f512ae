-- The iss (RFC 9207) of the first success of a config, environment and authorization endpoint, where no issuer is configured.
-- CreateTable
CREATE TABLE "pinned_issuer" (
    "organization_id" UUID NOT NULL,
    "connection_config_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "authorization_endpoint" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "pinned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pinned_issuer_pkey" PRIMARY KEY ("organization_id","connection_config_id","environment","authorization_endpoint")
);

-- AddForeignKey
ALTER TABLE "pinned_issuer" ADD CONSTRAINT "pinned_issuer_organization_id_connection_config_id_fkey" FOREIGN KEY ("organization_id", "connection_config_id") REFERENCES "connection_config"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- A pin is set and reset, never changed.
GRANT SELECT, INSERT, DELETE ON "pinned_issuer" TO latchkey_app, latchkey_worker;
SELECT protect_tenant_table('public.pinned_issuer');

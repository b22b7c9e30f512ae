-- Token sets that came too late to be stored: nobody can tell whether the provider will honour them or the stored ones.
CREATE TABLE "grant_alternate" (
    "organization_id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "token_set" BYTEA NOT NULL,
    "has_refresh_token" BOOLEAN NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "lifetime_seconds" INTEGER,
    "granted_scopes" JSONB,
    "kept_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kept_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "grant_alternate_pkey" PRIMARY KEY ("organization_id","grant_id","attempt_id")
);

-- CreateIndex
CREATE INDEX "grant_alternate_kept_until_idx" ON "grant_alternate"("kept_until");

-- AddForeignKey
ALTER TABLE "grant_alternate" ADD CONSTRAINT "grant_alternate_organization_id_grant_id_fkey" FOREIGN KEY ("organization_id", "grant_id") REFERENCES "grant"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "grant_alternate" ALTER COLUMN "token_set" SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON "grant_alternate" TO latchkey_app, latchkey_worker;
SELECT protect_tenant_table('public.grant_alternate');

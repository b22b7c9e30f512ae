-- Device authorizations (RFC 8628): what is polled for, when, and by whom, until a person has finished it at the provider.
CREATE TABLE "device_authorization" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "connection_config_id" UUID NOT NULL,
    "wizard_session_id" UUID NOT NULL,
    "device_code" BYTEA,
    "user_code" TEXT,
    "verification_uri" TEXT NOT NULL,
    "verification_uri_complete" TEXT,
    "terms" JSONB NOT NULL,
    "client_row_id" UUID NOT NULL,
    "requested_scopes" TEXT[] NOT NULL,
    "interval_seconds" INTEGER NOT NULL,
    "most_requests" SMALLINT NOT NULL,
    "poll_due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempt_id" UUID,
    "attempt_holder" TEXT,
    "takeover_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_how" TEXT,

    CONSTRAINT "device_authorization_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "device_authorization_organization_id_connection_id_idx" ON "device_authorization"("organization_id", "connection_id");

-- CreateIndex
CREATE INDEX "device_authorization_organization_id_client_row_id_idx" ON "device_authorization"("organization_id", "client_row_id");

-- CreateIndex
CREATE INDEX "device_authorization_expires_at_idx" ON "device_authorization"("expires_at");

-- AddForeignKey
ALTER TABLE "device_authorization" ADD CONSTRAINT "device_authorization_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "device_authorization" ADD CONSTRAINT "device_authorization_organization_id_client_row_id_fkey" FOREIGN KEY ("organization_id", "client_row_id") REFERENCES "client"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "device_authorization"
  ADD CONSTRAINT "device_authorization_ended_how_check"
    CHECK (ended_how IN ('succeeded', 'failed', 'superseded', 'cancelled', 'expired')),
  -- Both codes are gone with the end, and nobody holds what is over.
  ADD CONSTRAINT "device_authorization_codes_check" CHECK (
    (ended_how IS NULL) = (device_code IS NOT NULL) AND (ended_how IS NULL) = (user_code IS NOT NULL)
    AND (ended_how IS NULL OR verification_uri_complete IS NULL)),
  ADD CONSTRAINT "device_authorization_attempt_check" CHECK (
    (attempt_id IS NULL) = (takeover_at IS NULL) AND (attempt_id IS NULL) = (attempt_holder IS NULL)
    AND (ended_how IS NULL OR attempt_id IS NULL));

-- At most one waits for a connection.
CREATE UNIQUE INDEX "device_authorization_one_pending" ON "device_authorization" (organization_id, connection_id)
  WHERE ended_how IS NULL;
-- What is due.
CREATE INDEX "device_authorization_due" ON "device_authorization" (poll_due_at) WHERE ended_how IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON "device_authorization" TO latchkey_app, latchkey_worker;
SELECT protect_tenant_table('public.device_authorization');

-- The ways to finish besides the wizard session: a response that the flow's own browser brought back waits, sealed, until
-- the vendor's backend completes it (embedded) or the person confirms it (link).
ALTER TABLE "connection_config" ADD COLUMN "completion_redirect_uri" TEXT;
ALTER TABLE "authorization_session" ADD COLUMN "completion" TEXT NOT NULL DEFAULT 'wizard',
  ADD COLUMN "completion_challenge" TEXT, ADD COLUMN "completion_code_hash" BYTEA,
  ADD COLUMN "parked_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "authorization_ticket" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,
    "completion" TEXT NOT NULL,
    "ticket_hash" BYTEA NOT NULL,
    "completion_challenge" TEXT,
    "requested_by" TEXT,
    "lang" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "authorization_ticket_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "authorization_ticket_ticket_hash_key" ON "authorization_ticket"("ticket_hash");

-- CreateIndex
CREATE INDEX "authorization_ticket_organization_id_connection_id_idx" ON "authorization_ticket"("organization_id", "connection_id");

-- CreateIndex
CREATE INDEX "authorization_ticket_expires_at_idx" ON "authorization_ticket"("expires_at");

-- AddForeignKey
ALTER TABLE "authorization_ticket" ADD CONSTRAINT "authorization_ticket_organization_id_connection_id_fkey" FOREIGN KEY ("organization_id", "connection_id") REFERENCES "connection"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "authorization_session"
  ADD CONSTRAINT "authorization_session_completion_check" CHECK (completion IN ('wizard', 'embedded', 'link')
    AND (completion = 'embedded') = (completion_challenge IS NOT NULL)),
  ADD CONSTRAINT "authorization_session_parked_check" CHECK (
    parked_until IS NULL OR (consumed_at IS NOT NULL AND outcome IS NULL AND parked_response IS NOT NULL));
ALTER TABLE "authorization_ticket" ADD CONSTRAINT "authorization_ticket_completion_check" CHECK (
  completion IN ('embedded', 'link') AND (completion = 'embedded') = (completion_challenge IS NOT NULL)
  AND (completion = 'link') = (requested_by IS NOT NULL));
-- The reaper looks every few seconds for those whose time is over.
CREATE INDEX "authorization_session_parked" ON "authorization_session" (parked_until) WHERE parked_until IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON "authorization_ticket" TO latchkey_app, latchkey_worker;
SELECT protect_tenant_table('public.authorization_ticket');

-- Answers open, used, expired or unknown. Changes nothing.
CREATE FUNCTION find_authorization_ticket(
  wanted_ticket_hash bytea, OUT kind text, OUT ticket public.authorization_ticket)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT t.* INTO ticket FROM public.authorization_ticket t
    JOIN public.organization o ON o.id = t.organization_id AND o.state = 'active'
    WHERE t.ticket_hash = wanted_ticket_hash;
  kind := CASE WHEN NOT FOUND THEN 'unknown' WHEN ticket.used_at IS NOT NULL THEN 'used'
    WHEN ticket.expires_at <= statement_timestamp() THEN 'expired' ELSE 'open' END;
END $$;

-- A session whose response waits for this browser's person, of a confirmed link; none when it is over.
CREATE FUNCTION find_parked_session(wanted_id uuid, wanted_browser_hash bytea)
RETURNS TABLE (organization_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.organization_id FROM public.authorization_session s
  WHERE s.id = wanted_id AND s.browser_hash = wanted_browser_hash AND s.completion = 'link'
$$;

REVOKE ALL ON FUNCTION find_authorization_ticket, find_parked_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_authorization_ticket, find_parked_session TO latchkey_app;

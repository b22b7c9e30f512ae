-- Hosts of an organization's own, which serve its wizard and its callbacks once a TXT record proves them.

-- AlterTable
ALTER TABLE "connection_config_environment" ADD COLUMN     "domain_id" UUID;

-- CreateTable
CREATE TABLE "custom_domain" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "missing_since" TIMESTAMPTZ(3),
    "lapsed_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "check_outcome" TEXT,
    "check_at" TIMESTAMPTZ(3),

    CONSTRAINT "custom_domain_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "domain_quarantine" (
    "host" TEXT NOT NULL,
    "former_organization_id" UUID NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "domain_quarantine_pkey" PRIMARY KEY ("host")
);

-- CreateIndex
CREATE INDEX "custom_domain_check_at_idx" ON "custom_domain"("check_at");

-- CreateIndex
CREATE UNIQUE INDEX "custom_domain_organization_id_host_key" ON "custom_domain"("organization_id", "host");

-- CreateIndex
CREATE INDEX "connection_config_environment_organization_id_domain_id_idx" ON "connection_config_environment"("organization_id", "domain_id");

-- AddForeignKey
ALTER TABLE "custom_domain" ADD CONSTRAINT "custom_domain_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "connection_config_environment" ADD CONSTRAINT "connection_config_environment_organization_id_domain_id_fkey" FOREIGN KEY ("organization_id", "domain_id") REFERENCES "custom_domain"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "custom_domain"
  ADD CONSTRAINT "custom_domain_state_check" CHECK (state IN ('pending', 'verified', 'lapsed')),
  ADD CONSTRAINT "custom_domain_check_outcome_check" CHECK (check_outcome IN ('found', 'absent', 'unavailable', 'taken')),
  ADD CONSTRAINT "custom_domain_host_check" CHECK (host = lower(host) AND host LIKE 'oauth2.%' AND length(host) <= 243),
  ADD CONSTRAINT "custom_domain_verified_check" CHECK (state = 'pending' OR verified_at IS NOT NULL),
  ADD CONSTRAINT "custom_domain_lapsed_check" CHECK ((state = 'lapsed') = (lapsed_at IS NOT NULL));

-- One organization at most is served at a host; any number may try to prove that it is theirs. Lapsed ones are looked for too.
CREATE UNIQUE INDEX "custom_domain_served" ON "custom_domain" (host) WHERE state = 'verified';
CREATE INDEX "custom_domain_held" ON "custom_domain" (host) WHERE state <> 'pending';

-- Nobody says of a domain that it is verified but settle_custom_domain, which is told what a look-up found.
GRANT SELECT, INSERT (organization_id, id, host, challenge, check_at), DELETE ON "custom_domain" TO latchkey_app, latchkey_worker;
GRANT UPDATE (check_at) ON "custom_domain" TO latchkey_worker;
SELECT protect_tenant_table('public.custom_domain');
-- Of no tenant, since it outlives its former organization: reached through the functions below, and reaped by the worker.
GRANT SELECT, DELETE ON "domain_quarantine" TO latchkey_worker;
ALTER TABLE "domain_quarantine" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON "domain_quarantine" TO CURRENT_USER USING (true);
CREATE POLICY worker ON "domain_quarantine" TO latchkey_worker USING (true);

-- However a domain goes (by the API, with its organization), nobody else may have it for 90 days: redirect URIs at
-- providers still name it. The quarantine outlives the organization.
CREATE FUNCTION quarantine_domain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.domain_quarantine (host, former_organization_id, ends_at)
  VALUES (OLD.host, OLD.organization_id, COALESCE(OLD.lapsed_at, statement_timestamp()) + interval '90 days')
  ON CONFLICT (host) DO UPDATE
    SET former_organization_id = excluded.former_organization_id, ends_at = excluded.ends_at;
  RETURN NULL;
END $$;
CREATE TRIGGER quarantine_domain AFTER DELETE ON "custom_domain"
  FOR EACH ROW WHEN (OLD.verified_at IS NOT NULL) EXECUTE FUNCTION quarantine_domain();

-- Whose host it is, for a request that names it; nothing unless it is verified.
CREATE FUNCTION find_custom_domain(wanted_host text) RETURNS TABLE (organization_id uuid, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.organization_id, d.id FROM public.custom_domain d
    JOIN public.organization o ON o.id = d.organization_id AND o.state = 'active'
   WHERE d.host = wanted_host AND d.state = 'verified'
$$;

-- What keeps an organization from having a host: `verified` by another one, `quarantined` after another one, or nothing.
-- It does not say which.
CREATE FUNCTION custom_domain_obstacle(wanted_host text, wanted_organization_id uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM public.custom_domain d
      WHERE d.host = wanted_host AND d.state = 'verified' AND d.organization_id <> wanted_organization_id) THEN 'verified'
    WHEN EXISTS (SELECT FROM public.custom_domain d
      WHERE d.host = wanted_host AND d.state = 'lapsed' AND d.organization_id <> wanted_organization_id
        AND d.lapsed_at > statement_timestamp() - interval '90 days')
      OR EXISTS (SELECT FROM public.domain_quarantine q
      WHERE q.host = wanted_host AND q.former_organization_id <> wanted_organization_id AND q.ends_at > statement_timestamp())
      THEN 'quarantined' END
$$;

-- Takes what a look-up of a domain's TXT record found and says its state before and after. A record that is gone (`absent`)
-- for three days ends it; so do two weeks in which nobody could be asked. `taken`: it is another organization's.
CREATE FUNCTION settle_custom_domain(
  wanted_organization_id uuid, wanted_id uuid, outcome text, OUT state_before text, OUT state_after text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held public.custom_domain;
  told text := outcome;
BEGIN
  SELECT * INTO held FROM public.custom_domain d
    WHERE d.organization_id = wanted_organization_id AND d.id = wanted_id FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  state_before := held.state;
  state_after := held.state;
  IF outcome = 'found' AND held.state <> 'verified' THEN
    -- Two organizations that prove the same host at the same moment come one after the other.
    PERFORM pg_advisory_xact_lock(hashtextextended('custom_domain ' || held.host, 0));
    IF public.custom_domain_obstacle(held.host, held.organization_id) IS NULL THEN
      state_after := 'verified';
    ELSE
      told := 'taken';
    END IF;
  ELSIF held.state = 'verified' AND (
    outcome = 'absent' AND held.missing_since <= statement_timestamp() - interval '3 days'
    OR outcome <> 'found' AND held.seen_at <= statement_timestamp() - interval '14 days')
  THEN
    state_after := 'lapsed';
  END IF;
  UPDATE public.custom_domain d SET
    state = state_after,
    checked_at = statement_timestamp(),
    check_outcome = told,
    seen_at = CASE WHEN outcome = 'found' THEN statement_timestamp() ELSE d.seen_at END,
    missing_since = CASE outcome WHEN 'found' THEN NULL
      WHEN 'absent' THEN COALESCE(d.missing_since, statement_timestamp()) ELSE d.missing_since END,
    verified_at = CASE WHEN state_after = 'verified' AND state_before <> 'verified' THEN statement_timestamp() ELSE d.verified_at END,
    lapsed_at = CASE WHEN state_after <> 'lapsed' THEN NULL ELSE COALESCE(d.lapsed_at, statement_timestamp()) END,
    check_at = CASE
      WHEN state_after = 'verified' AND outcome = 'found' THEN statement_timestamp() + interval '1 day'
      WHEN state_after = 'lapsed' THEN statement_timestamp() + interval '1 day'
      -- A claim that nobody proves within a week is not looked at any more unless somebody asks.
      WHEN state_after = 'pending' AND d.created_at < statement_timestamp() - interval '7 days' THEN NULL
      ELSE statement_timestamp() + interval '1 hour' END
  WHERE d.organization_id = wanted_organization_id AND d.id = wanted_id;
END $$;

REVOKE ALL ON FUNCTION quarantine_domain, find_custom_domain, custom_domain_obstacle, settle_custom_domain FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_custom_domain, custom_domain_obstacle TO latchkey_app;
GRANT EXECUTE ON FUNCTION settle_custom_domain TO latchkey_app, latchkey_worker;

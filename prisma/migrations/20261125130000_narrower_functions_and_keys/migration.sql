-- Holes that a review found: functions that trusted their callers or told them too much, a quarantine that an older claim
-- could end, and idempotency keys that one API key could take from another.

-- A page names an organization by its verified custom domain; this column was never written.
-- AlterTable
ALTER TABLE "organization" DROP COLUMN "verified_domain";

-- Idempotency keys belong to the API key that sent them. Whose the present ones are is not known: they are forgotten.
DELETE FROM "idempotency_record";
-- AlterTable
ALTER TABLE "idempotency_record" DROP CONSTRAINT "idempotency_record_pkey",
ADD COLUMN     "api_key_id" UUID NOT NULL,
ADD CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("organization_id", "api_key_id", "key");

-- AddForeignKey
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_organization_id_api_key_id_fkey" FOREIGN KEY ("organization_id", "api_key_id") REFERENCES "api_key"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- As before; and a claim that lapsed long ago ends no quarantine that is still held after a later holder.
CREATE OR REPLACE FUNCTION quarantine_domain() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO public.domain_quarantine (host, former_organization_id, ends_at)
  VALUES (OLD.host, OLD.organization_id, COALESCE(OLD.lapsed_at, statement_timestamp()) + interval '90 days')
  ON CONFLICT (host) DO UPDATE
    SET former_organization_id = excluded.former_organization_id, ends_at = excluded.ends_at
    WHERE excluded.ends_at > domain_quarantine.ends_at;
  RETURN NULL;
END $$;

-- As before; and it settles domains of the transaction's organization only, whoever calls it.
CREATE OR REPLACE FUNCTION settle_custom_domain(
  wanted_organization_id uuid, wanted_id uuid, outcome text, OUT state_before text, OUT state_after text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held public.custom_domain;
  told text := outcome;
BEGIN
  SELECT * INTO held FROM public.custom_domain d
    WHERE d.organization_id = wanted_organization_id AND d.id = wanted_id
      AND wanted_organization_id = NULLIF(current_setting('app.organization_id', true), '')::uuid FOR UPDATE;
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

-- Only `redeemed` burns the ticket, and only then is `session` whole: for origin_not_registered it is the organization, which
-- is to be named, and nothing else of a session that this page has no right to.
CREATE OR REPLACE FUNCTION redeem_wizard_ticket(
  wanted_ticket_hash bytea, request_origin text, new_browser_hash bytea, session_seconds integer,
  OUT outcome text, OUT session public.wizard_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found_session public.wizard_session;
BEGIN
  SELECT s.* INTO found_session FROM public.wizard_session s
    JOIN public.organization o ON o.id = s.organization_id AND o.state = 'active'
    WHERE s.ticket_hash = wanted_ticket_hash;
  IF NOT FOUND THEN
    outcome := 'unknown';
  ELSIF found_session.redeemed_at IS NOT NULL THEN
    outcome := 'used';
  ELSIF found_session.ticket_expires_at <= statement_timestamp() THEN
    outcome := 'expired';
  ELSIF NOT EXISTS (
    SELECT FROM public.registered_origin r
    WHERE r.organization_id = found_session.organization_id AND r.origin = request_origin
  ) THEN
    outcome := 'origin_not_registered';
    session.organization_id := found_session.organization_id;
  ELSE
    UPDATE public.wizard_session s
    SET redeemed_at = statement_timestamp(), last_seen_at = statement_timestamp(), browser_hash = new_browser_hash,
        expires_at = statement_timestamp() + make_interval(secs => session_seconds)
    WHERE s.organization_id = found_session.organization_id AND s.id = found_session.id AND s.redeemed_at IS NULL
    RETURNING s.* INTO session;
    outcome := CASE WHEN FOUND THEN 'redeemed' ELSE 'used' END;
  END IF;
END $$;

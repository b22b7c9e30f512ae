-- A grant that its connection does not hold before the person has said whose account it is; its session remembers it.
ALTER TABLE "authorization_session" ADD COLUMN "confirm_by" TIMESTAMPTZ(3), ADD COLUMN "unconfirmed_grant_id" UUID;

-- CreateIndex
CREATE INDEX "authorization_session_browser_hash_idx" ON "authorization_session"("browser_hash");

ALTER TABLE "authorization_session" ADD CONSTRAINT "authorization_session_unconfirmed_check" CHECK (
  (unconfirmed_grant_id IS NULL) = (confirm_by IS NULL) AND (confirm_by IS NULL OR outcome IS NOT NULL));
-- A newer one takes the place of the one before.
CREATE UNIQUE INDEX "authorization_session_one_unconfirmed" ON "authorization_session" (organization_id, connection_id)
  WHERE confirm_by IS NOT NULL;
-- The reaper looks every few seconds for those whose time is over.
CREATE INDEX "authorization_session_unconfirmed" ON "authorization_session" (confirm_by) WHERE confirm_by IS NOT NULL;

-- The same as consume_authorization_session for a callback that brings no state: only flows whose definition says that
-- state is dropped, and of those the only one that a browser has waiting. Answers consumed, repeated, several, too_late
-- or unknown; all but consumed change nothing.
CREATE FUNCTION consume_authorization_session_without_state(
  wanted_config_id uuid, wanted_environment text, browser_hashes bytea[], within_seconds double precision,
  OUT kind text, OUT session public.authorization_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  waiting uuid[];
BEGIN
  SELECT array_agg(s.id ORDER BY s.id DESC) INTO waiting FROM public.authorization_session s
  WHERE s.browser_hash = ANY (browser_hashes) AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND s.terms #>> '{server,callback,state}' = 'dropped'
    AND s.consumed_at IS NULL AND s.ended_how IS NULL AND s.expires_at > statement_timestamp();
  IF cardinality(waiting) = 1 THEN
    UPDATE public.authorization_session s SET consumed_at = statement_timestamp()
    WHERE s.id = waiting[1] AND s.browser_hash = ANY (browser_hashes)
      AND s.consumed_at IS NULL AND s.ended_how IS NULL AND s.expires_at > statement_timestamp()
      AND s.created_at > statement_timestamp() - make_interval(secs => within_seconds)
    RETURNING s.* INTO session;
    IF FOUND THEN
      kind := 'consumed';
      RETURN;
    END IF;
  END IF;
  SELECT s.* INTO session FROM public.authorization_session s
  WHERE s.id = waiting[1] AND s.browser_hash = ANY (browser_hashes) AND s.consumed_at IS NULL AND s.ended_how IS NULL;
  IF FOUND THEN
    kind := CASE cardinality(waiting) WHEN 1 THEN 'too_late' ELSE 'several' END;
    RETURN;
  END IF;
  SELECT s.* INTO session FROM public.authorization_session s
  WHERE s.browser_hash = ANY (browser_hashes) AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND s.terms #>> '{server,callback,state}' = 'dropped'
    AND s.consumed_at IS NOT NULL AND s.expires_at > statement_timestamp()
  ORDER BY s.consumed_at DESC LIMIT 1;
  kind := CASE WHEN FOUND THEN 'repeated' ELSE 'unknown' END;
END $$;

REVOKE ALL ON FUNCTION consume_authorization_session_without_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consume_authorization_session_without_state TO latchkey_app, latchkey_worker;

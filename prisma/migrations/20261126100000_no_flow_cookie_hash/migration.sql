-- A flow has one cookie, whose hash is browser_hash. This column was never written, and is no longer believed.
CREATE OR REPLACE FUNCTION consume_authorization_session(
  wanted_state_hash bytea, wanted_config_id uuid, wanted_environment text, browser_hashes bytea[],
  OUT kind text, OUT session public.authorization_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.authorization_session s SET consumed_at = statement_timestamp()
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND s.browser_hash = ANY (browser_hashes)
    AND s.consumed_at IS NULL AND s.ended_how IS NULL AND s.expires_at > statement_timestamp()
  RETURNING s.* INTO session;
  IF FOUND THEN
    kind := 'consumed';
    RETURN;
  END IF;
  SELECT s.* INTO session FROM public.authorization_session s
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND s.browser_hash = ANY (browser_hashes);
  kind := CASE WHEN NOT FOUND THEN 'unknown' WHEN session.consumed_at IS NOT NULL THEN 'repeated' ELSE 'ended' END;
END $$;

CREATE OR REPLACE FUNCTION consume_parked_response(
  wanted_reference_hash bytea, browser_hashes bytea[], OUT kind text, OUT session public.authorization_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT s.* INTO session FROM public.authorization_session s
  WHERE s.reference_hash = wanted_reference_hash AND s.browser_hash = ANY (browser_hashes)
  FOR UPDATE;
  IF NOT FOUND THEN
    kind := 'unknown';
  ELSIF session.consumed_at IS NOT NULL THEN
    kind := 'repeated';
  ELSIF session.ended_how IS NOT NULL OR session.expires_at <= statement_timestamp() THEN
    kind := 'ended';
  ELSE
    UPDATE public.authorization_session s SET consumed_at = statement_timestamp(), parked_response = NULL
    WHERE s.organization_id = session.organization_id AND s.id = session.id;
    kind := 'consumed';
  END IF;
END $$;

ALTER TABLE "authorization_session" DROP COLUMN "flow_cookie_hash";

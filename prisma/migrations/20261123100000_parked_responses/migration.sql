-- An authorization response that came without the cookie of the browser that began (form_post, or at another origin than
-- the flow's): kept sealed with its session until that browser fetches it by a one-time reference.
ALTER TABLE "authorization_session" ADD COLUMN "origin" TEXT, ADD COLUMN "reference_hash" BYTEA,
  ADD COLUMN "parked_response" BYTEA;

-- CreateIndex
CREATE UNIQUE INDEX "authorization_session_reference_hash_key" ON "authorization_session"("reference_hash");

-- The session that a response belongs to, whatever browser brings it: enough to seal it for, and to say where its browser
-- has its cookie. Changes nothing.
CREATE FUNCTION find_parking_place(wanted_state_hash bytea, wanted_config_id uuid, wanted_environment text)
RETURNS TABLE (organization_id uuid, id uuid, origin text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.organization_id, s.id, s.origin FROM public.authorization_session s
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment
$$;

-- The same as consume_authorization_session for a response that was parked. `consumed` answers it for the last time.
CREATE FUNCTION consume_parked_response(
  wanted_reference_hash bytea, browser_hashes bytea[], OUT kind text, OUT session public.authorization_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  SELECT s.* INTO session FROM public.authorization_session s
  WHERE s.reference_hash = wanted_reference_hash
    AND (s.browser_hash = ANY (browser_hashes) OR s.flow_cookie_hash = ANY (browser_hashes))
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

REVOKE ALL ON FUNCTION find_parking_place, consume_parked_response FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_parking_place, consume_parked_response TO latchkey_app, latchkey_worker;

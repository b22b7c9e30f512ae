-- Where an input chooses the authorization server, the redirect URI's third segment names it. A response is taken only at
-- the redirect URI that its flow was made for. The segment has a default, so that doors of before this go on meanwhile.
CREATE FUNCTION callback_segment(terms jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(substring(terms ->> 'redirectUri' FROM '/callback/cfg_[0-9a-f]{32}/[^/?#]+/([A-Za-z0-9_-]{22})$'), '')
$$;

DROP FUNCTION consume_authorization_session(bytea, uuid, text, bytea[]);
CREATE FUNCTION consume_authorization_session(
  wanted_state_hash bytea, wanted_config_id uuid, wanted_environment text, browser_hashes bytea[],
  wanted_segment text DEFAULT '', OUT kind text, OUT session public.authorization_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE public.authorization_session s SET consumed_at = statement_timestamp()
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND public.callback_segment(s.terms) = wanted_segment
    AND s.browser_hash = ANY (browser_hashes)
    AND s.consumed_at IS NULL AND s.ended_how IS NULL AND s.expires_at > statement_timestamp()
  RETURNING s.* INTO session;
  IF FOUND THEN
    kind := 'consumed';
    RETURN;
  END IF;
  SELECT s.* INTO session FROM public.authorization_session s
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND public.callback_segment(s.terms) = wanted_segment
    AND s.browser_hash = ANY (browser_hashes);
  kind := CASE WHEN NOT FOUND THEN 'unknown' WHEN session.consumed_at IS NOT NULL THEN 'repeated' ELSE 'ended' END;
END $$;

DROP FUNCTION find_parking_place(bytea, uuid, text);
CREATE FUNCTION find_parking_place(
  wanted_state_hash bytea, wanted_config_id uuid, wanted_environment text, wanted_segment text DEFAULT '')
RETURNS TABLE (organization_id uuid, id uuid, origin text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.organization_id, s.id, s.origin FROM public.authorization_session s
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND public.callback_segment(s.terms) = wanted_segment
$$;

DROP FUNCTION consume_authorization_session_without_state(uuid, text, bytea[], double precision);
CREATE FUNCTION consume_authorization_session_without_state(
  wanted_config_id uuid, wanted_environment text, browser_hashes bytea[], within_seconds double precision,
  wanted_segment text DEFAULT '', OUT kind text, OUT session public.authorization_session)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  waiting uuid[];
BEGIN
  SELECT array_agg(s.id ORDER BY s.id DESC) INTO waiting FROM public.authorization_session s
  WHERE s.browser_hash = ANY (browser_hashes) AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND public.callback_segment(s.terms) = wanted_segment
    AND s.terms #>> '{server,callback,state}' = 'dropped'
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
    AND s.environment = wanted_environment AND public.callback_segment(s.terms) = wanted_segment
    AND s.terms #>> '{server,callback,state}' = 'dropped'
    AND s.consumed_at IS NOT NULL AND s.expires_at > statement_timestamp()
  ORDER BY s.consumed_at DESC LIMIT 1;
  kind := CASE WHEN FOUND THEN 'repeated' ELSE 'unknown' END;
END $$;

REVOKE ALL ON FUNCTION callback_segment, consume_authorization_session, find_parking_place,
  consume_authorization_session_without_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION consume_authorization_session, find_parking_place, consume_authorization_session_without_state
  TO latchkey_app, latchkey_worker;

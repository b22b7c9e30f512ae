-- Whether a wizard session is used or only looked at is now said by who asks: a page that is left open asks by itself,
-- and must not keep its session alive.
DROP FUNCTION find_wizard_session(uuid, bytea, integer);
CREATE FUNCTION find_wizard_session(wanted_id uuid, wanted_browser_hash bytea, idle_seconds integer, is_used boolean)
RETURNS SETOF public.wizard_session
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  found_session public.wizard_session;
BEGIN
  SELECT s.* INTO found_session FROM public.wizard_session s
    JOIN public.organization o ON o.id = s.organization_id AND o.state = 'active'
    WHERE s.id = wanted_id AND s.browser_hash = wanted_browser_hash AND s.expires_at > statement_timestamp()
      AND s.last_seen_at > statement_timestamp() - make_interval(secs => idle_seconds);
  IF NOT FOUND THEN RETURN; END IF;
  IF is_used AND found_session.last_seen_at < statement_timestamp() - interval '1 minute' THEN
    UPDATE public.wizard_session s SET last_seen_at = statement_timestamp()
    WHERE s.organization_id = found_session.organization_id AND s.id = wanted_id;
  END IF;
  RETURN NEXT found_session;
END $$;
REVOKE ALL ON FUNCTION find_wizard_session(uuid, bytea, integer, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_wizard_session(uuid, bytea, integer, boolean) TO latchkey_app;

-- A response without its browser's cookie is sent on to the origin that its session names: a vendor's own host, perhaps,
-- and anybody may open the link. So a place names its origin only as long as its flow lasts, and for two minutes more,
-- where a response that was used comes again. Without it nobody is sent anywhere: whoever has the cookie here is told how
-- the flow ended, everybody else nothing.
CREATE OR REPLACE FUNCTION find_parking_place(
  wanted_state_hash bytea, wanted_config_id uuid, wanted_environment text, wanted_segment text DEFAULT '')
RETURNS TABLE (organization_id uuid, id uuid, origin text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.organization_id, s.id, CASE
    WHEN s.ended_how IS NOT NULL THEN NULL
    WHEN s.consumed_at IS NULL AND s.expires_at > statement_timestamp() THEN s.origin
    WHEN s.consumed_at > statement_timestamp() - interval '2 minutes' THEN s.origin END
  FROM public.authorization_session s
  WHERE s.state_hash = wanted_state_hash AND s.connection_config_id = wanted_config_id
    AND s.environment = wanted_environment AND public.callback_segment(s.terms) = wanted_segment
$$;

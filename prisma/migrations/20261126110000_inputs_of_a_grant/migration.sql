-- A token is answered with the inputs that its grant froze, never with what somebody typed since: the vendor's code may
-- send the token to a host among them. Secret inputs are the ones of now; where an input became secret later, what was
-- frozen stays. A grant that froze none, being older, is answered with what was saved before it was made; what changed
-- since is named with null, since nobody knows what it was. The minute is for clocks: processes set these times too.
CREATE OR REPLACE FUNCTION read_stored_accesses(wanted_organization_ids uuid[], wanted_connection_ids uuid[])
RETURNS TABLE (
  "position" bigint, status text, reason text, grant_id uuid, generation integer, token_set bytea,
  access_token_seconds double precision, lifetime_seconds integer, expires_at_ms double precision,
  has_refresh_token boolean, requested_scopes text, granted_scopes text, expose_members text, api text,
  client_id text, context text, environment text, input_definitions text, given_inputs text, doubt text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN QUERY
  SELECT w.place, c.status, c.reason, g.id, k.generation, t.token_set,
    extract(epoch FROM k.expires_at - statement_timestamp())::double precision, k.lifetime_seconds,
    extract(epoch FROM k.expires_at)::double precision * 1000,
    k.has_refresh_token, array_to_json(g.requested_scopes)::text, array_to_json(g.granted_scopes)::text,
    frozen.server ->> 'exposeMembers', frozen.server ->> 'api', g.terms ->> 'clientId', g.context::text,
    c.environment, cfg.inputs::text,
    -- A text is a value, a list of one text is a sealed one in base64.
    (coalesce((SELECT jsonb_object_agg(i.name, CASE
          WHEN i.sealed IS NOT NULL THEN jsonb_build_array(encode(i.sealed, 'base64'))
          WHEN i.updated_at <= g.created_at + interval '1 minute' THEN to_jsonb(i.value) END)
        FROM public.connection_input i
       WHERE i.organization_id = c.organization_id AND i.connection_id = c.id
         AND (i.sealed IS NOT NULL OR frozen.server -> 'inputs' IS NULL)), '{}')
      || coalesce(frozen.server -> 'inputs', '{}'))::text,
    CASE WHEN k.revokes_access_token THEN
      CASE WHEN k.attempt_id IS NOT NULL THEN 'refresh_under_way' WHEN k.is_ambiguous THEN 'refresh_ambiguous' END
    END
  FROM unnest(wanted_organization_ids, wanted_connection_ids)
      WITH ORDINALITY AS w (organization_id, connection_id, place)
    JOIN public.connection c ON c.organization_id = w.organization_id AND c.id = w.connection_id
    JOIN public.connection_config cfg
      ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
    LEFT JOIN (public."grant" g
      JOIN public.grant_clock k ON k.organization_id = g.organization_id AND k.grant_id = g.id
      JOIN public.grant_token t ON t.organization_id = g.organization_id AND t.grant_id = g.id AND t.slot = 'main')
    ON g.organization_id = c.organization_id AND g.id = c.grant_id
    -- The terms are large: they are unpacked once for what they say of the server.
    CROSS JOIN LATERAL (SELECT g.terms -> 'server' AS server OFFSET 0) AS frozen;
END $$;

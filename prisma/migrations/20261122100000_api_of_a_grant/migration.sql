-- The hot read also tells how the vendor's code calls the API with the token.
DROP FUNCTION read_stored_access(uuid, uuid);

-- One statement, no lock, no write. PL/pgSQL keeps the plan; an SQL function would be planned anew at each call.
CREATE FUNCTION read_stored_access(wanted_organization_id uuid, wanted_connection_id uuid)
RETURNS TABLE (
  status text, reason text, grant_id uuid, generation integer, token_set bytea, access_token_seconds double precision,
  lifetime_seconds integer, expires_at timestamptz, has_refresh_token boolean, requested_scopes text[],
  granted_scopes text[], expose_members jsonb, api jsonb, client_id text, context jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN QUERY
  SELECT c.status, c.reason, g.id, k.generation, t.token_set,
    extract(epoch FROM k.expires_at - statement_timestamp())::double precision, k.lifetime_seconds,
    k.expires_at::timestamptz, k.has_refresh_token, g.requested_scopes, g.granted_scopes,
    g.terms -> 'server' -> 'exposeMembers', g.terms -> 'server' -> 'api', g.terms ->> 'clientId', g.context
  FROM public.connection c
    LEFT JOIN (public."grant" g
      JOIN public.grant_clock k ON k.organization_id = g.organization_id AND k.grant_id = g.id
      JOIN public.grant_token t ON t.organization_id = g.organization_id AND t.grant_id = g.id AND t.slot = 'main')
    ON g.organization_id = c.organization_id AND g.id = c.grant_id
  WHERE c.organization_id = wanted_organization_id AND c.id = wanted_connection_id;
END $$;

REVOKE ALL ON FUNCTION read_stored_access FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read_stored_access TO latchkey_app, latchkey_worker;

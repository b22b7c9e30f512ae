-- A client secret may be a private key that Latchkey made (private_key_jwt): its public half is published as a JWKS.
ALTER TABLE "client_secret" ADD COLUMN "public_jwk" JSONB, ADD COLUMN "retired_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "client_connection_config_id_environment_idx" ON "client"("connection_config_id", "environment");

-- What a provider fetches without any credentials: the public keys of an environment's clients, those retired within
-- the last hour included, because what was signed just before may still be under way.
CREATE FUNCTION published_client_keys(wanted_config_id uuid, wanted_environment text)
RETURNS TABLE (public_jwk jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.public_jwk
  FROM public.client c
    JOIN public.connection_config g ON g.organization_id = c.organization_id AND g.id = c.connection_config_id
      AND g.state = 'active'
    JOIN public.organization o ON o.id = c.organization_id AND o.state = 'active'
    JOIN public.client_secret s ON s.organization_id = c.organization_id AND s.client_row_id = c.id
  WHERE c.connection_config_id = wanted_config_id AND c.environment = wanted_environment AND s.public_jwk IS NOT NULL
    AND (s.state IN ('current', 'next') OR s.retired_at > statement_timestamp() - interval '1 hour')
  ORDER BY s.id
$$;

REVOKE ALL ON FUNCTION published_client_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION published_client_keys TO latchkey_app, latchkey_worker;

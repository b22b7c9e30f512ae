-- API keys that reach only some integrations, one environment or some addresses; and keys that follow each other.

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "allowed_cidrs" TEXT[],
ADD COLUMN     "environment" TEXT,
ADD COLUMN     "integration_ids" UUID[],
ADD COLUMN     "successor_id" UUID;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_successor_id_fkey" FOREIGN KEY ("organization_id", "successor_id") REFERENCES "api_key"("organization_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Null is no limit; a list that names nothing would look like one.
ALTER TABLE "api_key"
  ADD CONSTRAINT "api_key_integration_ids_check" CHECK (cardinality(integration_ids) > 0),
  ADD CONSTRAINT "api_key_allowed_cidrs_check" CHECK (cardinality(allowed_cidrs) > 0);

-- What the key of a transaction reaches: null is everything of its organization.
CREATE FUNCTION reach_integrations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NULLIF(current_setting('app.reach_integrations', true), '')::uuid[]
$$;
CREATE FUNCTION reach_environment() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NULLIF(current_setting('app.reach_environment', true), '')
$$;
REVOKE ALL ON FUNCTION reach_integrations, reach_environment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reach_integrations, reach_environment TO latchkey_app, latchkey_worker;

-- Restrictive policies: besides its organization, a row must be in reach. What an EXISTS asks is held to reach itself. A
-- config that no integration owns is in reach of those that need it, and no limited key may change it (WITH CHECK).
CREATE POLICY reach ON "integration" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR id = ANY (reach_integrations()));
CREATE POLICY reach ON "required_config_variable" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR integration_id = ANY (reach_integrations()));
CREATE POLICY reach ON "connection_config" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR integration_id = ANY (reach_integrations())
    OR integration_id IS NULL AND EXISTS (SELECT FROM "required_config_variable" v
      WHERE v.organization_id = "connection_config".organization_id AND v.connection_config_id = "connection_config".id))
  WITH CHECK (reach_integrations() IS NULL OR integration_id = ANY (reach_integrations()));
CREATE POLICY reach ON "connection_config_environment" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR EXISTS (SELECT FROM "connection_config" f
    WHERE f.organization_id = "connection_config_environment".organization_id AND f.id = connection_config_id))
  WITH CHECK (reach_integrations() IS NULL OR EXISTS (SELECT FROM "connection_config" f
    WHERE f.organization_id = "connection_config_environment".organization_id AND f.id = connection_config_id
      AND f.integration_id = ANY (reach_integrations())));
CREATE POLICY reach_environment ON "connection_config_environment" AS RESTRICTIVE TO latchkey_app
  USING (reach_environment() IS NULL OR environment = reach_environment());
CREATE POLICY reach ON "instance" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR integration_id = ANY (reach_integrations()));
CREATE POLICY reach_environment ON "instance" AS RESTRICTIVE TO latchkey_app
  USING (reach_environment() IS NULL OR reach_environment() = ANY (environments))
  WITH CHECK (reach_environment() IS NULL OR environments = ARRAY[reach_environment()]);
CREATE POLICY reach ON "connection" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR EXISTS (SELECT FROM "connection_config" f
      WHERE f.organization_id = "connection".organization_id AND f.id = connection_config_id)
    AND (instance_id IS NULL OR EXISTS (SELECT FROM "instance" n
      WHERE n.organization_id = "connection".organization_id AND n.id = instance_id)));
CREATE POLICY reach_environment ON "connection" AS RESTRICTIVE TO latchkey_app
  USING (reach_environment() IS NULL OR environment = reach_environment());
CREATE POLICY reach ON "connection_input" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL OR EXISTS (SELECT FROM "connection" c
    WHERE c.organization_id = "connection_input".organization_id AND c.id = connection_id));
CREATE POLICY reach ON "instance_link" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL
    OR EXISTS (SELECT FROM "connection" c
      WHERE c.organization_id = "instance_link".organization_id AND c.id = connection_id)
    AND EXISTS (SELECT FROM "instance" n
      WHERE n.organization_id = "instance_link".organization_id AND n.id = instance_id));
CREATE POLICY reach ON "client" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL
    OR EXISTS (SELECT FROM "connection" c
      WHERE c.organization_id = "client".organization_id AND c.id = "client".connection_id)
    OR EXISTS (SELECT FROM "connection_config" f
      WHERE f.organization_id = "client".organization_id AND f.id = "client".connection_config_id))
  WITH CHECK (reach_integrations() IS NULL
    OR EXISTS (SELECT FROM "connection" c
      WHERE c.organization_id = "client".organization_id AND c.id = "client".connection_id)
    OR EXISTS (SELECT FROM "connection_config" f
      WHERE f.organization_id = "client".organization_id AND f.id = "client".connection_config_id
        AND f.integration_id = ANY (reach_integrations())));
CREATE POLICY reach_environment ON "client" AS RESTRICTIVE TO latchkey_app
  USING (reach_environment() IS NULL OR environment = reach_environment()
    OR EXISTS (SELECT FROM "connection" c
      WHERE c.organization_id = "client".organization_id AND c.id = "client".connection_id));
CREATE POLICY reach ON "client_secret" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL OR EXISTS (SELECT FROM "client" k
    WHERE k.organization_id = "client_secret".organization_id AND k.id = client_row_id))
  WITH CHECK (reach_integrations() IS NULL AND reach_environment() IS NULL OR EXISTS (SELECT FROM "client" k
    WHERE k.organization_id = "client_secret".organization_id AND k.id = client_row_id
      AND (reach_integrations() IS NULL OR k.connection_id IS NOT NULL
        OR EXISTS (SELECT FROM "connection_config" f
          WHERE f.organization_id = k.organization_id AND f.id = k.connection_config_id
            AND f.integration_id = ANY (reach_integrations())))));
-- A key sees, ends and follows up those that reach no further than itself.
CREATE POLICY reach ON "api_key" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL OR integration_ids <@ reach_integrations());
CREATE POLICY reach_environment ON "api_key" AS RESTRICTIVE TO latchkey_app
  USING (reach_environment() IS NULL OR environment = reach_environment());
-- Everything that is done is written down; what is read is of rows in reach, and of customers, who are no integration's.
CREATE POLICY reach ON "audit_event" AS RESTRICTIVE TO latchkey_app
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL OR CASE target_kind
    WHEN 'customer' THEN true
    WHEN 'user' THEN true
    WHEN 'integration' THEN EXISTS (SELECT FROM "integration" x
      WHERE x.organization_id = "audit_event".organization_id AND x.id = target_id)
    WHEN 'required_config_variable' THEN EXISTS (SELECT FROM "required_config_variable" x
      WHERE x.organization_id = "audit_event".organization_id AND x.id = target_id)
    WHEN 'connection_config' THEN EXISTS (SELECT FROM "connection_config" x
      WHERE x.organization_id = "audit_event".organization_id AND x.id = target_id)
    WHEN 'instance' THEN EXISTS (SELECT FROM "instance" x
      WHERE x.organization_id = "audit_event".organization_id AND x.id = target_id)
    WHEN 'connection' THEN EXISTS (SELECT FROM "connection" x
      WHERE x.organization_id = "audit_event".organization_id AND x.id = target_id)
    WHEN 'api_key' THEN EXISTS (SELECT FROM "api_key" x
      WHERE x.organization_id = "audit_event".organization_id AND x.id = target_id)
    ELSE false END)
  WITH CHECK (true);

-- What authentication needs to know; `seconds_left` by the database's clock, null for ever.
DROP FUNCTION find_api_key(bytea);
CREATE FUNCTION find_api_key(wanted_hash bytea)
RETURNS TABLE (organization_id uuid, id uuid, name text, scopes text[], expires_at timestamptz,
  integration_ids uuid[], environment text, allowed_cidrs text[], seconds_left double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT k.organization_id, k.id, k.name, k.scopes, k.expires_at, k.integration_ids, k.environment, k.allowed_cidrs,
    extract(epoch FROM k.expires_at - statement_timestamp())::double precision
  FROM public.api_key k JOIN public.organization o ON o.id = k.organization_id
  WHERE k.key_hash = wanted_hash AND k.revoked_at IS NULL AND o.state = 'active'
    AND (k.expires_at IS NULL OR k.expires_at > statement_timestamp())
$$;
REVOKE ALL ON FUNCTION find_api_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key TO latchkey_app;

-- What a limited key reaches is asked by functions, whose bodies are planned only where a key has limits. As sub-selects in
-- the policies they were planned, with the policies of the tables that they name, for every statement of every key: a
-- statement on "connection" took 2 ms to plan, one that joins "instance_link" 12 ms. No policy may hold a sub-select. The
-- functions see what their caller may see: row-level security holds inside of them.

CREATE FUNCTION config_is_needed(organization uuid, config uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM required_config_variable v
    WHERE v.organization_id = organization AND v.connection_config_id = config);
END $$;
CREATE FUNCTION config_in_reach(organization uuid, config uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM connection_config f WHERE f.organization_id = organization AND f.id = config);
END $$;
-- Of an integration in reach, not only needed by one.
CREATE FUNCTION config_is_own(organization uuid, config uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM connection_config f WHERE f.organization_id = organization AND f.id = config
    AND f.integration_id = ANY (reach_integrations()));
END $$;
CREATE FUNCTION instance_in_reach(organization uuid, instance uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM instance n WHERE n.organization_id = organization AND n.id = instance);
END $$;
CREATE FUNCTION connection_in_reach(organization uuid, wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM connection c WHERE c.organization_id = organization AND c.id = wanted);
END $$;
CREATE FUNCTION client_in_reach(organization uuid, client_row uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM client k WHERE k.organization_id = organization AND k.id = client_row);
END $$;
CREATE FUNCTION client_is_own(organization uuid, client_row uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM client k WHERE k.organization_id = organization AND k.id = client_row
    AND (reach_integrations() IS NULL OR k.connection_id IS NOT NULL OR config_is_own(organization, k.connection_config_id)));
END $$;
CREATE FUNCTION target_in_reach(organization uuid, kind text, target uuid) RETURNS boolean LANGUAGE plpgsql STABLE
PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN CASE kind
    WHEN 'customer' THEN true
    WHEN 'user' THEN true
    WHEN 'integration' THEN EXISTS (SELECT FROM integration x WHERE x.organization_id = organization AND x.id = target)
    WHEN 'required_config_variable' THEN
      EXISTS (SELECT FROM required_config_variable x WHERE x.organization_id = organization AND x.id = target)
    WHEN 'connection_config' THEN config_in_reach(organization, target)
    WHEN 'instance' THEN instance_in_reach(organization, target)
    WHEN 'connection' THEN connection_in_reach(organization, target)
    WHEN 'api_key' THEN EXISTS (SELECT FROM api_key x WHERE x.organization_id = organization AND x.id = target)
    ELSE false END;
END $$;

REVOKE ALL ON FUNCTION config_is_needed, config_in_reach, config_is_own, instance_in_reach, connection_in_reach,
  client_in_reach, client_is_own, target_in_reach FROM PUBLIC;
GRANT EXECUTE ON FUNCTION config_is_needed, config_in_reach, config_is_own, instance_in_reach, connection_in_reach,
  client_in_reach, client_is_own, target_in_reach TO latchkey_app;

ALTER POLICY reach ON "connection_config"
  USING (reach_integrations() IS NULL OR integration_id = ANY (reach_integrations())
    OR integration_id IS NULL AND config_is_needed(organization_id, id));
ALTER POLICY reach ON "connection_config_environment"
  USING (reach_integrations() IS NULL OR config_in_reach(organization_id, connection_config_id))
  WITH CHECK (reach_integrations() IS NULL OR config_is_own(organization_id, connection_config_id));
ALTER POLICY reach ON "connection"
  USING (reach_integrations() IS NULL OR config_in_reach(organization_id, connection_config_id)
    AND (instance_id IS NULL OR instance_in_reach(organization_id, instance_id)));
ALTER POLICY reach ON "connection_input"
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL
    OR connection_in_reach(organization_id, connection_id));
ALTER POLICY reach ON "instance_link"
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL
    OR connection_in_reach(organization_id, connection_id) AND instance_in_reach(organization_id, instance_id));
ALTER POLICY reach ON "client"
  USING (reach_integrations() IS NULL OR connection_in_reach(organization_id, connection_id)
    OR config_in_reach(organization_id, connection_config_id))
  WITH CHECK (reach_integrations() IS NULL OR connection_in_reach(organization_id, connection_id)
    OR config_is_own(organization_id, connection_config_id));
ALTER POLICY reach_environment ON "client"
  USING (reach_environment() IS NULL OR environment = reach_environment()
    OR connection_in_reach(organization_id, connection_id));
ALTER POLICY reach ON "client_secret"
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL OR client_in_reach(organization_id, client_row_id))
  WITH CHECK (reach_integrations() IS NULL AND reach_environment() IS NULL
    OR client_is_own(organization_id, client_row_id));
ALTER POLICY reach ON "audit_event"
  USING (reach_integrations() IS NULL AND reach_environment() IS NULL
    OR target_in_reach(organization_id, target_kind, target_id))
  WITH CHECK (true);

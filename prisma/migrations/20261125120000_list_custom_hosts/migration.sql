-- Every host that is served for an organization, and not whose it is: no outbound request goes to any of them. The partial
-- index custom_domain_served has them all.
CREATE FUNCTION list_custom_hosts() RETURNS TABLE (host text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT d.host FROM public.custom_domain d WHERE d.state = 'verified'
$$;

REVOKE ALL ON FUNCTION list_custom_hosts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION list_custom_hosts TO latchkey_app, latchkey_worker;

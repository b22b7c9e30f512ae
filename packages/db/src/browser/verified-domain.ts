/**
 * SQL: the host by which pages name the organization `o`, of its verified custom domains the one that has been served for
 * longest; null where there is none.
 */
export const verifiedDomain = `(SELECT d.host FROM custom_domain d
  WHERE d.organization_id = o.id AND d.state = 'verified' ORDER BY d.verified_at, d.id LIMIT 1)`;

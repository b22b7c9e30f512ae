import type { ConnectionId, Definition, OrganizationId } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { verifiedDomain } from './verified-domain.js';

/** What the first question of a confirmed link names. */
export interface LinkView {
  readonly organization: { readonly name: string; readonly verifiedDomain?: string };
  /** Absent where the organization connects for itself. */
  readonly customerName?: string;
  readonly integrationName: string;
  readonly providerName: string;
  readonly environment: string;
  /** Labels of what will be asked for, or the raw scopes. */
  readonly scopes: readonly string[];
}

const sql = `
SELECT o.name AS organization_name, ${verifiedDomain} AS verified_domain, cu.name AS customer_name,
       coalesce(i.name, o.name) AS integration_name, c.environment, cfg.definition,
       CASE WHEN cardinality(c.scopes_override) > 0 THEN c.scopes_override ELSE cfg.scopes END AS scopes
  FROM connection c
  JOIN organization o ON o.id = c.organization_id
  JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
  LEFT JOIN instance ins ON ins.organization_id = c.organization_id AND ins.id = c.instance_id
  LEFT JOIN integration i
    ON i.organization_id = c.organization_id AND i.id = coalesce(ins.integration_id, cfg.integration_id)
  LEFT JOIN "user" u ON u.organization_id = c.organization_id AND u.id = c.user_id
  LEFT JOIN customer cu
    ON cu.organization_id = c.organization_id AND cu.id = coalesce(ins.customer_id, c.customer_id, u.customer_id)
 WHERE c.organization_id = $1 AND c.id = $2`;

/** Reads it for a connection; `undefined` when that is gone. */
export async function readLinkView(
  db: Database,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
): Promise<LinkView | undefined> {
  const { rows } = await inTenantSql(db, organizationId, (client) =>
    client.query({ name: 'link_view', text: sql, values: [organizationId, connectionId] }),
  );
  const row = rows[0];
  if (!row) return undefined;
  const definition = row.definition as Definition;
  const label = (scope: string) => definition.scopes?.find((one) => one.scope === scope)?.label ?? scope;
  return {
    organization: {
      name: row.organization_name,
      ...(row.verified_domain === null ? {} : { verifiedDomain: row.verified_domain }),
    },
    ...(row.customer_name === null ? {} : { customerName: row.customer_name }),
    integrationName: row.integration_name,
    providerName: definition.name,
    environment: row.environment,
    scopes: (row.scopes as readonly string[]).map(label),
  };
}

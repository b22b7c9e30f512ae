import { Prisma } from '../generated/client.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { type Page, type PageRequest, toPage } from './page.js';
import { type ConnectionRow, toWholeConnection, type WholeConnection } from './whole-connection.js';

export interface ConnectionFilter {
  readonly integrationId?: string;
  readonly customerId?: string;
  readonly instanceId?: string;
  readonly userId?: string;
  readonly connectionConfigId?: string;
  readonly environment?: string;
  readonly status?: string;
  /** The catalogue's key. */
  readonly provider?: string;
}

export async function readConnection(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<WholeConnection | undefined> {
  const [row] = await select(tx, organizationId, Prisma.sql`c.id = ${id}::uuid`, 1);
  return row;
}

/** Those of the connections that the transaction reaches. */
export async function connectionsInReach(
  tx: TenantTransaction,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.connection.findMany({ where: { organizationId, id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

export async function listConnections(
  tx: TenantTransaction,
  organizationId: string,
  filter: ConnectionFilter,
  page: PageRequest,
): Promise<Page<WholeConnection>> {
  const after = page.after === undefined ? [] : [Prisma.sql`c.id > ${page.after}::uuid`];
  const all = [Prisma.sql`true`, ...after, ...conditions(filter)];
  return toPage(await select(tx, organizationId, Prisma.join(all, ' AND '), page.limit + 1), page);
}

/** Connections of these instances: what an instance's answer lists. */
export async function listConnectionsOfInstances(
  tx: TenantTransaction,
  organizationId: string,
  instanceIds: readonly string[],
): Promise<readonly WholeConnection[]> {
  if (instanceIds.length === 0) return [];
  const linked = Prisma.sql`c.id IN (SELECT l.connection_id FROM instance_link l
    WHERE l.organization_id = c.organization_id AND l.instance_id = ANY (${[...instanceIds]}::uuid[]))`;
  return select(tx, organizationId, linked, undefined);
}

/** Replaces the scopes that the connection asks for; an empty list means the config's. */
export async function overrideScopes(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  scopes: readonly string[],
): Promise<void> {
  await tx.connection.updateMany({ where: { organizationId, id }, data: { scopesOverride: [...scopes] } });
}

function conditions(filter: ConnectionFilter): Prisma.Sql[] {
  const { integrationId, customerId, instanceId, userId, connectionConfigId, environment, status, provider } = filter;
  const linkedTo = (condition: Prisma.Sql) => Prisma.sql`EXISTS (SELECT FROM instance_link l
    JOIN instance n ON n.organization_id = l.organization_id AND n.id = l.instance_id
    WHERE l.organization_id = c.organization_id AND l.connection_id = c.id AND ${condition})`;
  const wanted: Prisma.Sql[] = [];
  if (integrationId !== undefined) wanted.push(linkedTo(Prisma.sql`n.integration_id = ${integrationId}::uuid`));
  if (instanceId !== undefined) wanted.push(linkedTo(Prisma.sql`n.id = ${instanceId}::uuid`));
  // A customer's are its own, its users' and its instances'.
  if (customerId !== undefined)
    wanted.push(Prisma.sql`(c.customer_id = ${customerId}::uuid
      OR c.user_id IN (SELECT u.id FROM "user" u
        WHERE u.organization_id = c.organization_id AND u.customer_id = ${customerId}::uuid)
      OR ${linkedTo(Prisma.sql`n.customer_id = ${customerId}::uuid`)})`);
  if (userId !== undefined) wanted.push(Prisma.sql`c.user_id = ${userId}::uuid`);
  if (connectionConfigId !== undefined) wanted.push(Prisma.sql`c.connection_config_id = ${connectionConfigId}::uuid`);
  if (environment !== undefined) wanted.push(Prisma.sql`c.environment = ${environment}`);
  if (status !== undefined) wanted.push(Prisma.sql`c.status = ${status}`);
  if (provider !== undefined) wanted.push(Prisma.sql`cfg.provider_key = ${provider}`);
  return wanted;
}

/** One statement: Prisma's own includes would be one query for each relation. */
async function select(
  tx: TenantTransaction,
  organizationId: string,
  condition: Prisma.Sql,
  limit: number | undefined,
): Promise<readonly WholeConnection[]> {
  const rows = await tx.$queryRaw<ConnectionRow[]>`
    SELECT c.id, c.connection_config_id AS "connectionConfigId", c.environment, c.level, c.label,
      c.instance_id AS "instanceId", c.customer_id AS "customerId", c.user_id AS "userId",
      c.status, c.reason, c.status_changed_at AS "statusChangedAt", c.connected_at AS "connectedAt",
      c.last_used_at AS "lastUsedAt", host(c.last_used_ip) AS "lastUsedIp", c.created_at AS "createdAt",
      coalesce(c.scopes_override, '{}') AS "scopesOverride",
      c.last_failure_error AS "lastFailureError", c.last_failure_at AS "lastFailureAt",
      c.last_revocation_outcome AS "lastRevocationOutcome", c.last_revocation_at AS "lastRevocationAt",
      cfg.key AS "configKey", cfg.provider_key AS "providerKey", cfg.definition ->> 'name' AS "providerName",
      coalesce(cfg.definition -> 'client' ->> 'owner', 'environment') AS "clientOwner",
      (SELECT jsonb_build_object('clientId', o.client_id, 'hasClientSecret', EXISTS (SELECT FROM client_secret s
          WHERE s.organization_id = o.organization_id AND s.client_row_id = o.id AND s.state = 'current'))
        FROM client o WHERE o.organization_id = c.organization_id AND o.id = c.client_row_id) AS "ownClient",
      coalesce(cfg.definition -> 'scopes', '[]') AS "offeredScopes",
      cfg.scopes AS "configScopes", cfg.inputs AS "inputDefinitions",
      cfg.definition -> 'authorize' IS NOT NULL AS "isRedirected",
      cfg.definition #>> '{callback,redirectUri}' AS "fixedRedirectUri",
      (SELECT d.host FROM connection_config_environment e
          JOIN custom_domain d ON d.organization_id = e.organization_id AND d.id = e.domain_id
        WHERE e.organization_id = c.organization_id AND e.connection_config_id = cfg.id
          AND e.environment = c.environment) AS "callbackHost",
      CASE WHEN jsonb_path_exists(cfg.inputs, '$[*].hosts[*] ? (@ == "*")') THEN cfg.definition END AS "freeDefinition",
      g.account_label AS "accountLabel", g.requested_scopes AS "requestedScopes", g.granted_scopes AS "grantedScopes",
      k.generation, CASE WHEN k.due_reason = 'server' THEN NULL ELSE k.due_at END AS "dueAt", k.expires_at AS "expiresAt", k.refreshed_at AS "refreshedAt",
      k.failing_since AS "refreshFailingSince",
      CASE WHEN k.has_refresh_token THEN k.absolute_deadline ELSE k.expires_at END AS "grantExpiresAt",
      (SELECT max(coalesce(s.confirm_by, s.expires_at)) FROM authorization_session s
        WHERE s.organization_id = c.organization_id AND s.connection_id = c.id
          AND (s.consumed_at IS NULL AND s.ended_how IS NULL AND s.expires_at > statement_timestamp()
            OR s.confirm_by > statement_timestamp())) AS "authorizationExpiresAt",
      (SELECT d.expires_at FROM device_authorization d
        WHERE d.organization_id = c.organization_id AND d.connection_id = c.id
          AND d.ended_how IS NULL AND d.expires_at > statement_timestamp()) AS "deviceCodeExpiresAt",
      coalesce((SELECT jsonb_agg(jsonb_build_object('name', i.name, 'value', i.value)) FROM connection_input i
        WHERE i.organization_id = c.organization_id AND i.connection_id = c.id), '[]') AS "givenInputs",
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', l.id, 'connectionId', l.connection_id,
          'instanceId', l.instance_id, 'integrationId', n.integration_id, 'variableId', v.id, 'variableKey', v.key,
          'health', l.health, 'healthAt', l.health_at, 'message', l.health_message,
          'providerStatus', l.provider_status, 'providerBody', l.provider_body) ORDER BY l.id)
        FROM instance_link l
          JOIN instance n ON n.organization_id = l.organization_id AND n.id = l.instance_id
          JOIN required_config_variable v
            ON v.organization_id = l.organization_id AND v.id = l.required_config_variable_id
        WHERE l.organization_id = c.organization_id AND l.connection_id = c.id), '[]') AS "links"
    FROM connection c
      JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
      LEFT JOIN "grant" g ON g.organization_id = c.organization_id AND g.id = c.grant_id
      LEFT JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
    WHERE c.organization_id = ${organizationId}::uuid AND ${condition}
    ORDER BY c.id LIMIT ${limit ?? null}::bigint`;
  return await Promise.all(rows.map(toWholeConnection));
}

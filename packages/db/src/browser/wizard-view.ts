import type {
  AuthorizationSessionId,
  ConnectionConfigId,
  ConnectionHealth,
  ConnectionId,
  ConnectionStatus,
  Definition,
  InputDefinition,
  OrganizationId,
  Reason,
  RevocationOutcome,
} from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';

/** What the wizard shows, as rows: the door turns it into its page's state. */
export interface WizardView {
  readonly serverTime: Date;
  readonly organization: { readonly name: string };
  readonly customer: { readonly name: string };
  readonly user?: { readonly name: string; readonly email?: string };
  readonly integration: { readonly name: string; readonly description: string };
  readonly environments: readonly string[];
  readonly connections: readonly WizardViewConnection[];
}

export interface WizardViewConnection {
  readonly id: ConnectionId;
  readonly key: string;
  readonly name: string;
  readonly purpose: string | null;
  readonly environment: string;
  readonly status: ConnectionStatus;
  readonly reason: Reason | null;
  readonly statusChangedAt: Date;
  readonly health: ConnectionHealth;
  readonly healthAt: Date | null;
  readonly connectedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly refreshedAt: Date | null;
  readonly accountLabel: string | null;
  readonly pendingUntil: Date | null;
  /** A grant that waits for somebody to say whose account it is. */
  readonly unconfirmed: {
    readonly sessionId: AuthorizationSessionId;
    readonly until: Date;
    readonly account: string | null;
    /** Whose question it is: this wizard session's, or another's. */
    readonly asked: 'here' | 'elsewhere';
  } | null;
  /** A device authorization that waits for somebody; the codes for the wizard session that asked for them. */
  readonly device: {
    readonly until: Date;
    readonly codes: {
      readonly userCode: string;
      readonly verificationUri: string;
      readonly verificationUriComplete: string | null;
    } | null;
  } | null;
  readonly lastFailure: { readonly error: string; readonly at: Date } | null;
  readonly lastRevocation: { readonly outcome: RevocationOutcome; readonly at: Date } | null;
  readonly definition: Definition;
  readonly scopes: readonly string[];
  /** The config's, when this connection asks for others. */
  readonly configScopes: readonly string[];
  readonly connectionConfigId: ConnectionConfigId;
  /** The custom domain that redirect URIs begin with; null: the region's host. */
  readonly callbackHost: string | null;
  /** Client credentials of the connection's own, without the secret. */
  readonly ownClient: { readonly clientId: string; readonly hasSecret: boolean } | null;
  readonly grantedScopes: readonly string[] | null;
  readonly inputDefinitions: readonly InputDefinition[];
  /** By input name; a sealed one is only known to be there. */
  readonly inputValues: Readonly<Record<string, { readonly value: string | null }>>;
  readonly uses: readonly string[];
}

const frameSql = `
SELECT statement_timestamp() AS server_time, o.name AS organization_name, cu.name AS customer_name,
       u.name AS user_name, u.email AS user_email,
       coalesce(i.name, o.name) AS integration_name, coalesce(i.description, '') AS integration_description,
       ins.environments
  FROM wizard_session ws
  JOIN organization o ON o.id = ws.organization_id
  LEFT JOIN instance ins ON ins.organization_id = ws.organization_id AND ins.id = ws.instance_id
  LEFT JOIN integration i ON i.organization_id = ws.organization_id AND i.id = ins.integration_id
  LEFT JOIN customer cu ON cu.organization_id = ws.organization_id AND cu.id = coalesce(ws.customer_id, ins.customer_id)
  LEFT JOIN "user" u ON u.organization_id = ws.organization_id AND u.id = ws.user_id
 WHERE ws.organization_id = $1 AND ws.id = $2`;

const connectionsSql = `
SELECT c.id, c.environment, c.status, c.reason, c.status_changed_at, c.connected_at, c.last_used_at,
       c.last_failure_error, c.last_failure_at, c.last_revocation_outcome, c.last_revocation_at,
       cfg.key AS config_key, cfg.name, cfg.definition, cfg.inputs,
       CASE WHEN cardinality(c.scopes_override) > 0 THEN c.scopes_override ELSE cfg.scopes END AS scopes,
       cfg.scopes AS config_scopes, cfg.id AS config_id,
       (SELECT d.host FROM connection_config_environment e
          JOIN custom_domain d ON d.organization_id = e.organization_id AND d.id = e.domain_id
         WHERE e.organization_id = c.organization_id AND e.connection_config_id = cfg.id
           AND e.environment = c.environment) AS callback_host,
       (SELECT jsonb_build_object('clientId', o.client_id, 'hasSecret', EXISTS (SELECT FROM client_secret s
           WHERE s.organization_id = o.organization_id AND s.client_row_id = o.id AND s.state = 'current'))
         FROM client o WHERE o.organization_id = c.organization_id AND o.id = c.client_row_id) AS own_client,
       v.key AS variable_key, v.purpose,
       coalesce(l.health, worst.health, 'unused') AS health, coalesce(l.health_at, worst.health_at) AS health_at,
       g.account_label, g.granted_scopes, k.refreshed_at, g.created_at AS grant_created_at,
       (SELECT s.expires_at FROM authorization_session s
         WHERE s.organization_id = c.organization_id AND s.connection_id = c.id
           AND s.consumed_at IS NULL AND s.ended_how IS NULL AND s.expires_at > statement_timestamp()
         ORDER BY s.id DESC LIMIT 1) AS pending_until,
       (SELECT jsonb_build_object('sessionId', s.id, 'until', s.confirm_by, 'account', ug.account_label,
            'asked', CASE WHEN s.wizard_session_id = $4 THEN 'here' ELSE 'elsewhere' END)
          FROM authorization_session s
          JOIN "grant" ug ON ug.organization_id = s.organization_id AND ug.id = s.unconfirmed_grant_id
         WHERE s.organization_id = c.organization_id AND s.connection_id = c.id
           AND s.confirm_by > statement_timestamp()) AS unconfirmed,
       (SELECT jsonb_build_object('until', d.expires_at, 'codes', CASE WHEN d.wizard_session_id = $4 THEN
            jsonb_build_object('userCode', d.user_code, 'verificationUri', d.verification_uri,
              'verificationUriComplete', d.verification_uri_complete) END)
          FROM device_authorization d
         WHERE d.organization_id = c.organization_id AND d.connection_id = c.id
           AND d.ended_how IS NULL AND d.expires_at > statement_timestamp()) AS device,
       coalesce((SELECT jsonb_object_agg(ci.name, jsonb_build_object('value', ci.value)) FROM connection_input ci
         WHERE ci.organization_id = c.organization_id AND ci.connection_id = c.id), '{}') AS input_values,
       ARRAY(SELECT DISTINCT i2.name FROM instance_link l2
               JOIN instance n2 ON n2.organization_id = l2.organization_id AND n2.id = l2.instance_id
               JOIN integration i2 ON i2.organization_id = n2.organization_id AND i2.id = n2.integration_id
              WHERE l2.organization_id = c.organization_id AND l2.connection_id = c.id ORDER BY 1) AS uses
  FROM connection c
  JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
  LEFT JOIN instance_link l
    ON l.organization_id = c.organization_id AND l.connection_id = c.id AND l.instance_id = $3
  LEFT JOIN required_config_variable v
    ON v.organization_id = c.organization_id AND v.id = l.required_config_variable_id
  LEFT JOIN LATERAL (
    SELECT l3.health, l3.health_at FROM instance_link l3
     WHERE l3.organization_id = c.organization_id AND l3.connection_id = c.id
     ORDER BY array_position(ARRAY['failed', 'succeeded', 'unused'], l3.health) LIMIT 1) worst ON l.id IS NULL
  LEFT JOIN "grant" g ON g.organization_id = c.organization_id AND g.id = c.grant_id
  LEFT JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
 WHERE c.organization_id = $1 AND c.id = ANY($2::uuid[])
 ORDER BY v.position, v.key, c.environment, c.id`;

/** Reads everything that one wizard session's page shows; `undefined` when the session is gone. */
export async function readWizardView(
  db: Database,
  organizationId: OrganizationId,
  session: {
    readonly id: string;
    readonly instanceId?: string | undefined;
    readonly connectionIds: readonly string[];
  },
): Promise<WizardView | undefined> {
  return await inTenantSql(db, organizationId, async (client) => {
    const frame = (await client.query({ name: 'wizard_frame', text: frameSql, values: [organizationId, session.id] }))
      .rows[0];
    if (!frame) return undefined;
    const { rows } = await client.query({
      name: 'wizard_connections',
      text: connectionsSql,
      values: [organizationId, session.connectionIds, session.instanceId ?? null, session.id],
    });
    const connections = rows.map(toConnection);
    return {
      serverTime: frame.server_time,
      organization: { name: frame.organization_name },
      customer: { name: frame.customer_name ?? '' },
      ...(frame.user_name === null
        ? {}
        : { user: { name: frame.user_name, ...(frame.user_email === null ? {} : { email: frame.user_email }) } }),
      integration: { name: frame.integration_name, description: frame.integration_description },
      environments: frame.environments ?? [...new Set(connections.map((connection) => connection.environment))],
      connections,
    };
  });
}

// biome-ignore lint/suspicious/noExplicitAny: a row of the statement above
function toConnection(row: any): WizardViewConnection {
  return {
    id: row.id,
    key: row.variable_key ?? row.config_key,
    name: (row.definition as Definition).name,
    purpose: row.purpose,
    environment: row.environment,
    status: row.status,
    reason: row.reason,
    statusChangedAt: row.status_changed_at,
    health: row.health,
    healthAt: row.health_at,
    connectedAt: row.connected_at,
    lastUsedAt: row.last_used_at,
    // The first token set is not a renewal.
    refreshedAt: row.refreshed_at && row.refreshed_at > row.grant_created_at ? row.refreshed_at : null,
    accountLabel: row.account_label,
    pendingUntil: row.pending_until,
    unconfirmed: row.unconfirmed && { ...row.unconfirmed, until: new Date(row.unconfirmed.until) },
    device: row.device && { ...row.device, until: new Date(row.device.until) },
    lastFailure: row.last_failure_error ? { error: row.last_failure_error, at: row.last_failure_at } : null,
    lastRevocation: row.last_revocation_outcome
      ? { outcome: row.last_revocation_outcome, at: row.last_revocation_at }
      : null,
    definition: row.definition,
    scopes: row.scopes,
    configScopes: row.config_scopes,
    connectionConfigId: row.config_id,
    callbackHost: row.callback_host,
    ownClient: row.own_client,
    grantedScopes: row.granted_scopes,
    inputDefinitions: row.inputs,
    inputValues: row.input_values,
    uses: row.uses,
  };
}

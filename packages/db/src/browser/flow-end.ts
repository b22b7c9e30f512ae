import type { AuthorizationOutcome, AuthorizationSessionId, OrganizationId, RedirectFacts } from '@latchkey/oauth';
import { formatId } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { verifiedDomain } from './verified-domain.js';

/** What the end of a flow shows or sends: facts for the vendor's redirect and words for our own pages. */
export interface FlowEnd {
  readonly redirect: RedirectFacts;
  readonly organizationName: string;
  readonly verifiedDomain?: string;
  /** Who asked, of a confirmed link. */
  readonly requestedBy?: string;
  /** Whether its response waits to be completed or confirmed; else its outcome, if there is one. */
  readonly waits: 'yes' | 'no';
  readonly outcome?: AuthorizationOutcome;
  readonly customerName?: string;
  readonly integrationName: string;
  readonly providerName: string;
  readonly environment: string;
  /** How the browser shows the flow. */
  readonly display: 'popup' | 'page';
  readonly wizardSessionId?: string;
  readonly lang?: string;
  readonly accountLabel?: string;
  readonly grantedScopes: readonly string[];
  readonly scopeLabels: Readonly<Record<string, string>>;
}

// A grant is found among its connection's: what tells its session has no index.
const sql = `
SELECT s.connection_id, s.environment, s.display, s.wizard_session_id, o.name AS organization_name,
       ${verifiedDomain} AS verified_domain,
       coalesce(ws.lang, t.lang) AS lang, t.requested_by, s.outcome,
       coalesce(s.parked_until > statement_timestamp(), false) AS is_waiting,
       ins.id AS instance_id, ins.name AS instance_name, i.id AS integration_id, i.name AS integration_name,
       v.id AS variable_id, v.key AS variable_key, cu.name AS customer_name,
       cfg.oauth_success_redirect_uri, cfg.oauth_failure_redirect_uri, cfg.completion_redirect_uri, cfg.definition,
       g.account_label, g.granted_scopes
  FROM authorization_session s
  JOIN organization o ON o.id = s.organization_id
  JOIN connection c ON c.organization_id = s.organization_id AND c.id = s.connection_id
  JOIN connection_config cfg ON cfg.organization_id = s.organization_id AND cfg.id = s.connection_config_id
  LEFT JOIN authorization_ticket t ON t.organization_id = s.organization_id AND t.id = s.id
  LEFT JOIN wizard_session ws ON ws.organization_id = s.organization_id AND ws.id = s.wizard_session_id
  LEFT JOIN instance ins ON ins.organization_id = s.organization_id AND ins.id = coalesce(ws.instance_id, c.instance_id)
  LEFT JOIN integration i
    ON i.organization_id = s.organization_id AND i.id = coalesce(ins.integration_id, cfg.integration_id)
  LEFT JOIN customer cu
    ON cu.organization_id = s.organization_id AND cu.id = coalesce(ws.customer_id, ins.customer_id, c.customer_id)
  LEFT JOIN instance_link l
    ON l.organization_id = s.organization_id AND l.connection_id = c.id AND l.instance_id = ins.id
  LEFT JOIN required_config_variable v
    ON v.organization_id = s.organization_id AND v.id = l.required_config_variable_id
  LEFT JOIN "grant" g ON g.organization_id = s.organization_id AND g.connection_id = s.connection_id
    AND g.authorization_session_id = s.id
 WHERE s.organization_id = $1 AND s.id = $2
 LIMIT 1`;

/** Reads what follows an authorization session's end; `undefined` when the session was erased. */
export async function readFlowEnd(
  db: Database,
  organizationId: OrganizationId,
  sessionId: AuthorizationSessionId,
): Promise<FlowEnd | undefined> {
  const row = await inTenantSql(db, organizationId, async (client) => {
    return (await client.query({ name: 'flow_end', text: sql, values: [organizationId, sessionId] })).rows[0];
  });
  if (!row) return undefined;
  const integrationName: string = row.integration_name ?? row.organization_name;
  const scopes = (row.definition.scopes ?? []) as readonly { readonly scope: string; readonly label?: string }[];
  return {
    redirect: {
      connectionId: formatId('connection', row.connection_id),
      ...(row.integration_id
        ? { integration: { id: formatId('integration', row.integration_id), name: integrationName } }
        : {}),
      ...(row.variable_id
        ? {
            requiredConfigVariableId: formatId('required_config_variable', row.variable_id),
            requiredConfigVariableKey: row.variable_key,
          }
        : {}),
      ...(row.instance_id ? { instance: { id: formatId('instance', row.instance_id), name: row.instance_name } } : {}),
      ...(row.oauth_success_redirect_uri ? { successRedirectUri: row.oauth_success_redirect_uri } : {}),
      ...(row.oauth_failure_redirect_uri ? { failureRedirectUri: row.oauth_failure_redirect_uri } : {}),
      ...(row.completion_redirect_uri ? { completionRedirectUri: row.completion_redirect_uri } : {}),
    },
    organizationName: row.organization_name,
    ...(row.verified_domain ? { verifiedDomain: row.verified_domain } : {}),
    ...(row.requested_by ? { requestedBy: row.requested_by } : {}),
    waits: row.is_waiting ? 'yes' : 'no',
    ...(row.outcome ? { outcome: row.outcome } : {}),
    ...(row.customer_name ? { customerName: row.customer_name } : {}),
    integrationName,
    providerName: row.definition.name,
    environment: row.environment,
    display: row.display,
    ...(row.wizard_session_id ? { wizardSessionId: formatId('wizard_session', row.wizard_session_id) } : {}),
    ...(row.lang ? { lang: row.lang } : {}),
    ...(row.account_label ? { accountLabel: row.account_label } : {}),
    grantedScopes: row.granted_scopes ?? [],
    scopeLabels: Object.fromEntries(scopes.flatMap(({ scope, label }) => (label ? [[scope, label]] : []))),
  };
}

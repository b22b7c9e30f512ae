import {
  type CallbackHost,
  type ClientRowId,
  type CompletionKind,
  type ConnectionConfigId,
  type ConnectionId,
  type ConnectionToAuthorize,
  type Definition,
  type InputDefinition,
  withInputs,
} from '@latchkey/oauth';
import { clientOf, type LiveSecretColumns, liveSecrets } from './clients.js';
import type { Database } from './database.js';
import { inputDefaults } from './input-defaults.js';
import { createJsonParser } from './parsed-json.js';
import { type SecretInputColumn, secretInputs, secretInputsOf } from './secret-inputs.js';
import { inTenantSql } from './tenant-scope.js';

interface Row extends SecretInputColumn, LiveSecretColumns {
  readonly id: ConnectionId;
  readonly connection_config_id: ConnectionConfigId;
  readonly environment: string;
  readonly completion: CompletionKind;
  /** JSON, left as texts: most of one call are equal. */
  readonly definition: string;
  readonly inputs: string;
  readonly definition_version: string;
  readonly scopes: readonly string[];
  readonly client_row_id: ClientRowId | null;
  readonly client_id: string;
  readonly given: Readonly<Record<string, string>>;
  readonly callback_host: string | null;
  readonly callback_host_state: CallbackHost['state'];
}

const sql = `
SELECT c.id, c.connection_config_id, c.environment, cfg.completion, cfg.definition::text AS definition, cfg.definition_version,
       cfg.inputs::text AS inputs,
       CASE WHEN cardinality(c.scopes_override) > 0 THEN c.scopes_override ELSE cfg.scopes END AS scopes,
       dom.host AS callback_host, dom.state AS callback_host_state,
       cl.id AS client_row_id, cl.client_id, ${liveSecrets('cl.organization_id', 'cl.id')},
       coalesce((SELECT jsonb_object_agg(ci.name, ci.value) FROM connection_input ci
         WHERE ci.organization_id = c.organization_id AND ci.connection_id = c.id AND ci.value IS NOT NULL), '{}') AS given,
       ${secretInputs('c.organization_id', 'c.id')}
  FROM connection c
  JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
  LEFT JOIN connection_config_environment env
    ON env.organization_id = c.organization_id AND env.connection_config_id = c.connection_config_id
   AND env.environment = c.environment
  LEFT JOIN custom_domain dom ON dom.organization_id = env.organization_id AND dom.id = env.domain_id
  LEFT JOIN client cl
    ON cl.organization_id = c.organization_id
   -- Where each customer brings a client, hosts may be the customer's to choose: never the vendor's client in its place.
   AND cl.id = CASE WHEN cfg.definition #>> '{client,owner}' = 'connection' THEN c.client_row_id ELSE env.client_row_id END
 WHERE c.organization_id = $1 AND c.id = ANY ($2::uuid[]) AND cfg.state = 'active'`;

const parse = createJsonParser();

/** What connecting each of these connections needs; those that are not there, or whose config was deleted, are left out. */
export async function connectionsToAuthorize(
  db: Database,
  organizationId: string,
  connectionIds: readonly ConnectionId[],
): Promise<ReadonlyMap<ConnectionId, ConnectionToAuthorize>> {
  const { rows } = await inTenantSql(db, organizationId, (client) =>
    client.query<Row>({ name: 'connections_to_authorize', text: sql, values: [organizationId, connectionIds] }),
  );
  const terms = new Map<string, Terms>();
  return new Map(
    rows.map((row) => {
      const key = JSON.stringify([row.connection_config_id, row.environment, row.given]);
      const known = terms.get(key) ?? termsOf(row);
      terms.set(key, known);
      return [row.id, { ...known, ...ownOf(row) }];
    }),
  );
}

/** What all connections of one config and environment, with the same inputs, have in common; one object for all of them. */
type Terms = Pick<
  ConnectionToAuthorize,
  'connectionConfigId' | 'environment' | 'completion' | 'definition' | 'definitionVersion' | 'inputs' | 'callbackHost'
>;

function termsOf(row: Row): Terms {
  const inputs = parse<readonly InputDefinition[]>(row.inputs);
  return {
    connectionConfigId: row.connection_config_id,
    environment: row.environment,
    completion: row.completion,
    // The config's inputs are the definition's and its own, merged when it was saved.
    definition: withInputs(parse<Definition>(row.definition), inputs),
    definitionVersion: row.definition_version,
    inputs: { ...inputDefaults(inputs, row.environment), ...row.given },
    ...(row.callback_host === null
      ? {}
      : { callbackHost: { host: row.callback_host, state: row.callback_host_state } }),
  };
}

function ownOf(row: Row): Omit<ConnectionToAuthorize, keyof Terms> {
  return {
    ...(row.client_row_id === null ? {} : { client: clientOf(row.client_row_id, row.client_id, row) }),
    secretInputs: secretInputsOf(row),
    scopes: row.scopes,
  };
}

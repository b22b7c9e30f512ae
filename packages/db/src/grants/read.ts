import type {
  AuthorizationServer,
  ConnectionStatus,
  GrantId,
  GrantsPort,
  InputDefinition,
  Reason,
  StoredAccess,
} from '@latchkey/oauth';
import type { Database } from '../database.js';
import { gather } from '../gather.js';
import { inputDefaults } from '../input-defaults.js';
import { createJsonParser } from '../parsed-json.js';
import { sealedOf } from '../sealed.js';

type StoredGrant = NonNullable<StoredAccess['grant']>;

interface AccessRow {
  /** Counted from 1; a bigint. */
  readonly position: string;
  readonly status: ConnectionStatus;
  readonly reason: Reason | null;
  readonly grant_id: GrantId | null;
  readonly generation: number;
  readonly token_set: Uint8Array;
  readonly access_token_seconds: number | null;
  readonly lifetime_seconds: number | null;
  readonly expires_at_ms: number | null;
  readonly has_refresh_token: boolean;
  readonly doubt: NonNullable<StoredGrant['doubt']> | null;
  // JSON, left as texts: most rows of one answer hold equal ones.
  readonly requested_scopes: string;
  readonly granted_scopes: string;
  readonly expose_members: string | null;
  readonly api: string | null;
  readonly client_id: string;
  readonly context: string;
  readonly environment: string;
  readonly input_definitions: string;
  readonly given_inputs: string | null;
}

/** A list of one holds a sealed value in base64; null stands for one that changed since, where the grant froze none. */
type GivenInputs = Readonly<Record<string, string | readonly [string] | null>>;

/**
 * Several statements of a part of the calls each rather than one of all: while the database reads for some, this process
 * answers others.
 */
const gathering = { atOnce: 4, most: 16 };

const parse = createJsonParser();

/**
 * The hot read: one prepared statement by both ids, for all who ask at the same time, in no transaction; its function needs
 * no tenant scope.
 */
export function createAccessReader(db: Pick<Database, 'pool'>): GrantsPort['read'] {
  const read = gather(gathering, (wanted: readonly Wanted[]) => readAccesses(db, wanted));
  return (organizationId, connectionId) => read({ organizationId, connectionId });
}

interface Wanted {
  readonly organizationId: string;
  readonly connectionId: string;
}

async function readAccesses(
  db: Pick<Database, 'pool'>,
  wanted: readonly Wanted[],
): Promise<readonly (StoredAccess | undefined)[]> {
  const { rows } = await db.pool.query<AccessRow>({
    name: 'read_stored_accesses',
    text: 'SELECT * FROM read_stored_accesses($1, $2)',
    values: [wanted.map(({ organizationId }) => organizationId), wanted.map(({ connectionId }) => connectionId)],
  });
  const found: (StoredAccess | undefined)[] = wanted.map(() => undefined);
  for (const row of rows) found[Number(row.position) - 1] = storedAccess(row);
  return found;
}

function storedAccess(row: AccessRow): StoredAccess {
  const state = { status: row.status, ...(row.reason === null ? {} : { reason: row.reason }) };
  if (row.grant_id === null) return state;
  return {
    ...state,
    grant: {
      grantId: row.grant_id,
      generation: row.generation,
      tokenSet: sealedOf(row.token_set),
      ...(row.access_token_seconds === null ? {} : { accessTokenSeconds: row.access_token_seconds }),
      ...(row.lifetime_seconds === null ? {} : { lifetimeSeconds: row.lifetime_seconds }),
      ...(row.expires_at_ms === null ? {} : { expiresAt: new Date(row.expires_at_ms).toISOString() }),
      hasRefreshToken: row.has_refresh_token ? 'yes' : 'no',
      ...(row.doubt === null ? {} : { doubt: row.doubt }),
      requestedScopes: parse<readonly string[]>(row.requested_scopes),
      grantedScopes: parse<readonly string[]>(row.granted_scopes),
      exposeMembers: row.expose_members === null ? [] : parse<readonly string[]>(row.expose_members),
      clientId: row.client_id,
      ...(row.api === null ? {} : { api: parse<NonNullable<AuthorizationServer['api']>>(row.api) }),
      context: JSON.parse(row.context),
      inputs: inputsOf(row),
    },
  };
}

function inputsOf({ input_definitions, environment, given_inputs }: AccessRow): StoredGrant['inputs'] {
  const definitions = parse<readonly InputDefinition[]>(input_definitions);
  const inputs: Record<string, StoredGrant['inputs'][string]> = inputDefaults(definitions, environment);
  // Seldom equal, and values of inputs are kept no longer than for their answer.
  const given: GivenInputs = given_inputs === null ? {} : JSON.parse(given_inputs);
  for (const [name, value] of Object.entries(given)) {
    // Not even its default: that may be another host than the token's.
    if (value === null) delete inputs[name];
    else inputs[name] = typeof value === 'string' ? value : sealedOf(Buffer.from(value[0], 'base64'));
  }
  return inputs;
}

import { randomBytes } from 'node:crypto';
import type { FreshDatabase } from '@latchkey/db/testing';
import { secret, serializeTokenSet } from '@latchkey/oauth';
import pg from 'pg';
import { environment } from '../e2e/place.js';
import { type BenchOrganization, scopes } from './organization.js';

/** Seconds that each access token was issued for. */
export const lifetimeSeconds = 3600;

/** How many rows of sealed tokens go into one statement. */
const batch = 2000;

export interface MadeConnections {
  /** In the order in which they were made. */
  readonly ids: readonly { readonly connectionId: string; readonly grantId: string }[];
}

/**
 * Makes active connections with a live grant each, as rows of the real tables, from generate_series: tokens just issued,
 * due between 0.70 and 0.85 of their lifetime. `tokens`: `sealed` ones can be read and refreshed, `filler` has their length only.
 */
export async function makeConnections(
  database: Pick<FreshDatabase, 'adminUrl'>,
  organization: BenchOrganization,
  count: number,
  tokens: 'sealed' | 'filler',
): Promise<MadeConnections> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    // References hold by construction; to check each of a million rows takes minutes.
    await admin.query("SET session_replication_role = replica; SET maintenance_work_mem = '512MB'");
    await admin.query(
      `CREATE TEMPORARY TABLE made AS
         SELECT n, uuidv7() AS instance_id, uuidv7() AS connection_id, uuidv7() AS grant_id, uuidv7() AS link_id
           FROM generate_series(1, ${Math.trunc(count)}) AS n`,
    );
    await insertRows(admin, organization);
    const { rows } = await admin.query<{ connectionId: string; grantId: string }>(
      'SELECT connection_id AS "connectionId", grant_id AS "grantId" FROM made ORDER BY n',
    );
    if (tokens === 'filler') await insertFiller(admin, organization);
    else await insertSealed(admin, organization, rows);
    await admin.query('DROP TABLE made');
    await admin.query('VACUUM (ANALYZE)');
    return { ids: rows };
  } finally {
    await admin.end();
  }
}

async function insertRows(admin: pg.Client, { organizationId, place, terms }: BenchOrganization): Promise<void> {
  const { customerId, integrationId, connectionConfigId, variableId, clientRowId } = place;
  const statements: readonly (readonly [sql: string, values: readonly unknown[]])[] = [
    [
      `INSERT INTO instance (organization_id, id, integration_id, customer_id, name, environments)
       SELECT $1, instance_id, $2, $3, 'Instance', ARRAY[$4] FROM made`,
      [organizationId, integrationId, customerId, environment],
    ],
    [
      `INSERT INTO connection (organization_id, id, connection_config_id, environment, level, instance_id, status, grant_id,
         connected_at)
       SELECT $1, connection_id, $2, $3, 'instance', instance_id, 'active', grant_id, now() FROM made`,
      [organizationId, connectionConfigId, environment],
    ],
    [
      `INSERT INTO instance_link (organization_id, id, instance_id, required_config_variable_id, connection_id)
       SELECT $1, link_id, instance_id, $2, connection_id FROM made`,
      [organizationId, variableId],
    ],
    [
      `INSERT INTO "grant" (organization_id, id, connection_id, state, terms, client_row_id, redirect_uri,
         definition_version, requested_scopes, granted_scopes, context, account_label, account_subject)
       SELECT $1, grant_id, connection_id, 'live', $2, $3, $4, $5, $6, $6, '{}', 'person-' || n, 'person-' || n FROM made`,
      [organizationId, JSON.stringify(terms), clientRowId, terms.redirectUri, terms.definitionVersion, scopes],
    ],
    [
      `INSERT INTO grant_clock (organization_id, grant_id, client_row_id, due_at, due_reason, refreshed_at, expires_at,
         lifetime_seconds, has_refresh_token)
       SELECT $1, grant_id, $2, now() + make_interval(secs => $3 * (0.7 + 0.15 * random())), 'schedule', now(),
         now() + make_interval(secs => $3), $3, true FROM made`,
      [organizationId, clientRowId, lifetimeSeconds],
    ],
  ];
  for (const [sql, values] of statements) await admin.query(sql, [...values]);
}

/** An access token of 220 characters and a refresh token of 100, such as large providers issue. */
function sealedTokens({ organizationId, vault }: BenchOrganization, grantId: string, refreshToken: string) {
  const members = {
    access_token: randomBytes(165).toString('base64url'),
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    scope: scopes.join(' '),
  };
  return vault.seal(
    { organizationId, row: grantId, field: 'grant_token.token_set' },
    serializeTokenSet({
      accessToken: secret(members.access_token),
      refreshToken: secret(refreshToken),
      tokenType: 'Bearer',
      members: secret(JSON.stringify(members)),
    }),
  );
}

async function insertSealed(
  admin: pg.Client,
  organization: BenchOrganization,
  rows: MadeConnections['ids'],
): Promise<void> {
  for (let at = 0; at < rows.length; at += batch) {
    const some = rows.slice(at, at + batch);
    const sealed = await Promise.all(
      some.map(({ grantId }) => sealedTokens(organization, grantId, randomBytes(75).toString('base64url'))),
    );
    await admin.query(
      `INSERT INTO grant_token (organization_id, grant_id, slot, token_set)
       SELECT $1, grant_id, 'main', token_set FROM unnest($2::uuid[], $3::bytea[]) AS made (grant_id, token_set)`,
      [organization.organizationId, some.map(({ grantId }) => grantId), sealed.map(({ envelope }) => envelope)],
    );
  }
}

async function insertFiller(admin: pg.Client, organization: BenchOrganization): Promise<void> {
  const { organizationId } = organization;
  const { envelope } = await sealedTokens(organization, organizationId, randomBytes(75).toString('base64url'));
  await admin.query(
    `INSERT INTO grant_token (organization_id, grant_id, slot, token_set) SELECT $1, grant_id, 'main', $2 FROM made`,
    [organizationId, Buffer.from(envelope)],
  );
}

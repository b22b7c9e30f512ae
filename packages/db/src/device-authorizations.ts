import type {
  AttemptId,
  ConnectionId,
  DeviceAuthorization,
  DeviceAuthorizationId,
  DeviceAuthorizationsPort,
  DeviceClaim,
  OrganizationId,
  WizardSessionId,
} from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { noteFailure } from './authorization-sessions.js';
import { clientOf, type LiveSecretColumns, liveSecrets } from './clients.js';
import { lockConnection } from './connection-lock.js';
import type { Database } from './database.js';
import { recordEvent } from './events.js';
import { type ClaimFence, fenceStatement, unlessStopped } from './restore/claim-fence.js';
import { sealedOf } from './sealed.js';
import { type SecretInputColumn, secretInputs, secretInputsOf } from './secret-inputs.js';
import { createTakeoverWatch, type TakeoverWatch } from './takeover.js';
import { acrossTenantsSql, inTenantSql } from './tenant-scope.js';

/** What an ended row loses besides its claim: the codes are of no use to anybody. */
export const endedDeviceColumns = `device_code = NULL, user_code = NULL, verification_uri_complete = NULL,
  attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL`;

/** Device authorizations on Postgres. `claimDue` crosses tenants and finds nothing as latchkey_app. */
export function createDeviceAuthorizations(
  db: Database,
  clock: { monotonic(): number },
  {
    fence,
    takeover = createTakeoverWatch(clock),
  }: { readonly fence?: ClaimFence | undefined; readonly takeover?: TakeoverWatch } = {},
): DeviceAuthorizationsPort {
  const { watched } = takeover;
  return {
    async create(authorization, event) {
      const { organizationId, connectionId, id } = authorization;
      await inTenantSql(db, organizationId, async (client) => {
        await lockConnection(client, organizationId, connectionId);
        const { rowCount } = await client.query(
          'SELECT FROM device_authorization WHERE organization_id = $1 AND id = $2',
          [organizationId, id],
        );
        if (rowCount) return; // the reply to our own commit was lost
        if (await endPendingDevice(client, organizationId, connectionId, 'superseded'))
          await recordEvent(client, { organizationId, connectionId }, { kind: 'authorization_superseded' });
        await insert(client, authorization);
        await recordEvent(client, { organizationId, connectionId }, event);
      });
    },

    async claimDue({ holder, limit, times }) {
      const claimedAt = clock.monotonic();
      const mayTakeOver = takeover.now(times) === 'allowed';
      const values = [holder, limit, times.requestTimeout, times.takeoverSlack, mayTakeOver];
      const claim = (allowed?: string) =>
        acrossTenantsSql(db, (client) => claimAndLoad(client, values), 'synchronous', allowed);
      const rows = await watched(unlessStopped(fenceStatement(fence).then(claim)));
      return rows === 'stopped' ? [] : rows.map((row) => claimOf(row, claimedAt + times.takeoverSlack));
    },

    async pollAgain({ organizationId, id, attemptId }, { dueInMs, intervalSeconds, failures }) {
      await inTenantSql(db, organizationId, (client) =>
        client.query(
          `UPDATE device_authorization SET attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL,
             poll_due_at = statement_timestamp() + make_interval(secs => $4::float8 / 1000), interval_seconds = $5,
             failures = $6
           WHERE organization_id = $1 AND id = $2 AND attempt_id = $3 AND ended_how IS NULL`,
          [organizationId, id, attemptId, dueInMs, intervalSeconds, failures],
        ),
      );
    },

    async fail({ organizationId, connectionId, id, attemptId }, outcome, event) {
      await inTenantSql(db, organizationId, async (client) => {
        // The connection first, as everywhere: what is pending is also ended under its lock.
        if (!(await lockConnection(client, organizationId, connectionId))) return;
        const { rowCount } = await client.query(
          `UPDATE device_authorization SET ended_how = 'failed', ${endedDeviceColumns}
           WHERE organization_id = $1 AND id = $2 AND attempt_id = $3 AND ended_how IS NULL`,
          [organizationId, id, attemptId],
        );
        if (!rowCount) return;
        await noteFailure(client, { organizationId, connectionId }, outcome.error, outcome.details);
        await recordEvent(client, { organizationId, connectionId }, event);
      });
    },

    async cancel(organizationId, connectionId, event) {
      return inTenantSql(db, organizationId, async (client) => {
        if (!(await lockConnection(client, organizationId, connectionId))) return 'none';
        if (!(await endPendingDevice(client, organizationId, connectionId, 'cancelled'))) return 'none';
        await recordEvent(client, { organizationId, connectionId }, event);
        return 'cancelled';
      });
    },
  };
}

/**
 * Ends a connection's pending device authorization, if any, under the connection's lock; one whose time was over ends as
 * expired. True when one was ended so.
 */
export async function endPendingDevice(
  client: ClientBase,
  organizationId: OrganizationId,
  connectionId: ConnectionId,
  how: 'superseded' | 'cancelled',
): Promise<boolean> {
  const { rows } = await client.query<{ ended_how: string }>(
    `UPDATE device_authorization
     SET ended_how = CASE WHEN expires_at > statement_timestamp() THEN $3 ELSE 'expired' END, ${endedDeviceColumns}
     WHERE organization_id = $1 AND connection_id = $2 AND ended_how IS NULL
     RETURNING ended_how`,
    [organizationId, connectionId, how],
  );
  return rows.some((row) => row.ended_how === how);
}

/**
 * Ends the device authorization that a grant came of, in the grant's transaction and under the connection's lock.
 * `given_up`: the person cancelled it or began anew meanwhile.
 */
export async function endGrantedDevice(
  client: ClientBase,
  organizationId: OrganizationId,
  id: DeviceAuthorizationId,
): Promise<'ended' | 'given_up'> {
  const { rows } = await client.query<{ was: string | null }>(
    'SELECT ended_how AS was FROM device_authorization WHERE organization_id = $1 AND id = $2 FOR UPDATE',
    [organizationId, id],
  );
  const was = rows[0]?.was;
  if (was === 'cancelled' || was === 'superseded') return 'given_up';
  await client.query(
    `UPDATE device_authorization SET ended_how = 'succeeded', ${endedDeviceColumns} WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  );
  return 'ended';
}

const claimSql = `
WITH wanted AS MATERIALIZED (
  SELECT organization_id, id FROM device_authorization
   WHERE ended_how IS NULL AND poll_due_at <= statement_timestamp() AND expires_at > statement_timestamp()
     AND (attempt_id IS NULL OR ($5 AND takeover_at <= statement_timestamp()))
   ORDER BY poll_due_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
UPDATE device_authorization d SET
  attempt_id = gen_random_uuid(), attempt_holder = $1,
  takeover_at = statement_timestamp() + make_interval(secs => (d.most_requests * $3::float8 + $4::float8) / 1000)
FROM wanted WHERE d.organization_id = wanted.organization_id AND d.id = wanted.id
RETURNING d.organization_id, d.id, d.connection_id, d.wizard_session_id, d.device_code, d.terms, d.requested_scopes, d.interval_seconds,
  d.most_requests, d.failures, d.attempt_id`;

const secretsSql = `
SELECT d.id, ${liveSecrets('d.organization_id', 'd.client_row_id')},
       ${secretInputs('d.organization_id', 'd.connection_id')}
  FROM unnest($1::uuid[], $2::uuid[]) AS wanted (organization_id, id)
  JOIN device_authorization d ON d.organization_id = wanted.organization_id AND d.id = wanted.id`;

interface ClaimRow {
  readonly organization_id: OrganizationId;
  readonly id: DeviceAuthorizationId;
  readonly connection_id: ConnectionId;
  readonly wizard_session_id: WizardSessionId;
  readonly device_code: Uint8Array;
  readonly terms: DeviceAuthorization['terms'];
  readonly requested_scopes: readonly string[];
  readonly interval_seconds: number;
  readonly most_requests: number;
  readonly failures: number;
  readonly attempt_id: AttemptId;
}

interface SecretsRow extends LiveSecretColumns, SecretInputColumn {
  readonly id: DeviceAuthorizationId;
}

async function claimAndLoad(
  client: ClientBase,
  values: readonly unknown[],
): Promise<readonly (ClaimRow & SecretsRow)[]> {
  const claimed = await client.query<ClaimRow>(claimSql, [...values]);
  if (claimed.rows.length === 0) return [];
  const secrets = await client.query<SecretsRow>(secretsSql, [
    claimed.rows.map((row) => row.organization_id),
    claimed.rows.map((row) => row.id),
  ]);
  const byId = new Map(secrets.rows.map((row) => [row.id, row]));
  return claimed.rows.flatMap((row) => {
    const of = byId.get(row.id);
    return of ? [{ ...row, ...of }] : [];
  });
}

function claimOf(row: ClaimRow & LiveSecretColumns & SecretInputColumn, sendBefore: number): DeviceClaim {
  return {
    id: row.id,
    organizationId: row.organization_id,
    connectionId: row.connection_id,
    wizardSessionId: row.wizard_session_id,
    attemptId: row.attempt_id,
    deviceCode: sealedOf(row.device_code),
    terms: row.terms,
    client: clientOf(row.terms.clientRowId, row.terms.clientId, row),
    secretInputs: secretInputsOf(row),
    requestedScopes: row.requested_scopes,
    intervalSeconds: row.interval_seconds,
    mostRequests: row.most_requests,
    failures: row.failures,
    sendBefore,
  };
}

async function insert(client: ClientBase, authorization: DeviceAuthorization): Promise<void> {
  await client.query(
    `INSERT INTO device_authorization (organization_id, id, connection_id, connection_config_id, wizard_session_id,
       device_code, user_code, verification_uri, verification_uri_complete, terms, client_row_id, requested_scopes,
       interval_seconds, most_requests, poll_due_at, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       statement_timestamp() + make_interval(secs => $13::integer), statement_timestamp(),
       statement_timestamp() + make_interval(secs => $15))`,
    [
      authorization.organizationId,
      authorization.id,
      authorization.connectionId,
      authorization.connectionConfigId,
      authorization.wizardSessionId,
      Buffer.from(authorization.deviceCode.envelope),
      authorization.userCode,
      authorization.verificationUri,
      authorization.verificationUriComplete ?? null,
      JSON.stringify(authorization.terms),
      authorization.terms.clientRowId,
      authorization.requestedScopes,
      authorization.intervalSeconds,
      authorization.mostRequests,
      authorization.lifetimeSeconds,
    ],
  );
}

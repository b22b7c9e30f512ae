import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';
import type { ShutGuard } from './witness.js';

/** The guard as the operator sees it; `lastShut` stays when it is open again. */
export interface RestoreGuardState {
  readonly state: 'open' | 'shut';
  readonly lastShut?: ShutGuard;
}

/** As latchkey_worker. */
export async function readRestoreGuard(db: Database): Promise<RestoreGuardState> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<{
      state: 'open' | 'shut';
      reason: ShutGuard['reason'] | null;
      shut_at: Date | null;
      known_until: Date | null;
    }>('SELECT state, reason, shut_at, known_until FROM restore_guard'),
  );
  const row = rows[0];
  if (!row) throw new Error('the restore guard has no row');
  if (row.shut_at === null) return { state: row.state };
  return {
    state: row.state,
    lastShut: {
      reason: row.reason ?? 'operator',
      shutAt: row.shut_at,
      ...(row.known_until === null ? {} : { knownUntil: row.known_until }),
    },
  };
}

/** As latchkey_worker: an operator who knows of a restore that nobody noticed stops all claims. */
export async function shutRestoreGuard(db: Database, knownUntil: Date): Promise<void> {
  await acrossTenantsSql(
    db,
    (client) =>
      client.query(
        `UPDATE restore_guard SET state = 'shut', reason = 'operator', shut_at = statement_timestamp(), known_until = $1
         WHERE state = 'open'`,
        [knownUntil],
      ),
    'synchronous',
  );
}

/**
 * As latchkey_worker, once the suspects of the guard that was shut at `shutAt` are set aside: claims are allowed again. With a
 * new epoch, later than that of any other recovery, so that nobody is held to beats of what is lost. A guard that was shut
 * anew stays so: it has other suspects.
 */
export async function openRestoreGuard(db: Database, shutAt: Date): Promise<void> {
  await acrossTenantsSql(
    db,
    (client) =>
      client.query(
        `UPDATE restore_guard SET state = 'open', recovered_at = statement_timestamp(),
           epoch = greatest(epoch + 1, extract(epoch FROM statement_timestamp())::bigint)
         WHERE state = 'shut' AND shut_at = $1`,
        [shutAt],
      ),
    'synchronous',
  );
}

/** A connection that the restore cost its grant, and why. */
export interface LostConnection {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly provider: string;
  readonly reason: string;
}

/** As latchkey_worker: connections that only their person can mend, since the guard was shut. */
export async function listLost(db: Database, shutAt: Date): Promise<readonly LostConnection[]> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<LostConnection>(
      `SELECT c.organization_id AS "organizationId", c.id AS "connectionId", g.terms #>> '{server,name}' AS provider,
              c.reason
         FROM connection c JOIN "grant" g ON g.organization_id = c.organization_id AND g.id = c.grant_id
        WHERE c.status = 'error' AND c.reason IN ('grant_rejected', 'rotation_response_lost', 'no_refresh_token')
          AND c.status_changed_at >= $1
        ORDER BY c.organization_id, c.status_changed_at`,
      [shutAt],
    ),
  );
  return rows;
}

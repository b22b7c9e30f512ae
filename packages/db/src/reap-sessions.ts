import type { AuthorizationError, ConnectionId, OrganizationId } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { noteFailure, outcomeJson } from './authorization-sessions.js';
import type { Database } from './database.js';
import { recordEvent } from './events.js';
import { acrossTenantsSql } from './tenant-scope.js';

/** How many sessions were ended or deleted. */
export interface Reaped {
  readonly expired: number;
  readonly interrupted: number;
  /** Responses that nobody completed or confirmed in time. */
  readonly abandoned: number;
  readonly deleted: number;
}

interface EndedRow {
  readonly organization_id: OrganizationId;
  readonly connection_id: ConnectionId;
}

interface AbandonedRow extends EndedRow {
  readonly error: 'not_completed' | 'not_confirmed';
}

const batch = 500;

/** A code exchange is over long before this; one that is not was interrupted by the end of its process. */
const interruptedAfter = '5 minutes';

/**
 * As latchkey_worker: ends authorization sessions whose time is over, those whose code exchange never ended, and those
 * whose response nobody claimed in time, with their events; deletes ended sessions, tickets and idempotency records a day later. At most 500 of each: call it again
 * while it ends or deletes some.
 */
export async function reapSessions(db: Database): Promise<Reaped> {
  const expired = await acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<EndedRow>(
      `UPDATE authorization_session SET ended_how = 'expired', parked_response = NULL WHERE (organization_id, id) IN (
         SELECT organization_id, id FROM authorization_session
         WHERE consumed_at IS NULL AND ended_how IS NULL AND expires_at <= statement_timestamp()
         LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING organization_id, connection_id`,
    );
    await recordFailures(client, rows, 'expired', {});
    return rows.length;
  });
  const interrupted = await acrossTenantsSql(db, async (client) => {
    const details = { cause: 'interrupted' };
    const { rows } = await client.query<EndedRow>(
      `UPDATE authorization_session SET outcome = $1 WHERE (organization_id, id) IN (
         SELECT organization_id, id FROM authorization_session
         WHERE consumed_at < statement_timestamp() - interval '${interruptedAfter}' AND outcome IS NULL
           AND parked_until IS NULL
         LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING organization_id, connection_id`,
      [outcomeJson({ kind: 'failed', error: 'provider_error', details })],
    );
    await recordFailures(client, rows, 'provider_error', details);
    return rows.length;
  });
  const abandoned = await acrossTenantsSql(db, async (client) => {
    const details = { cause: 'too late' };
    const { rows } = await client.query<AbandonedRow>(
      `UPDATE authorization_session SET parked_response = NULL, parked_until = NULL,
         outcome = jsonb_build_object('kind', 'failed', 'details', $1::jsonb,
           'error', CASE completion WHEN 'link' THEN 'not_confirmed' ELSE 'not_completed' END)
       WHERE (organization_id, id) IN (
         SELECT organization_id, id FROM authorization_session WHERE parked_until <= statement_timestamp()
         LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING organization_id, connection_id, outcome ->> 'error' AS error`,
      [JSON.stringify(details)],
    );
    for (const row of rows) await recordFailures(client, [row], row.error, details);
    return rows.length;
  });
  let deleted = 0;
  for (const [table, id, grace] of [
    ['authorization_session', 'id', '1 day'],
    ['authorization_ticket', 'id', '1 day'],
    ['wizard_session', 'id', '1 day'],
    ['idempotency_record', 'api_key_id, key', '0 days'],
  ] as const) {
    const { rowCount } = await db.pool.query(
      `DELETE FROM ${table} WHERE (organization_id, ${id}) IN (
         SELECT organization_id, ${id} FROM ${table} WHERE expires_at < statement_timestamp() - interval '${grace}'
         LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
    );
    deleted += rowCount ?? 0;
  }
  return { expired, interrupted, abandoned, deleted };
}

async function recordFailures(
  client: ClientBase,
  rows: readonly EndedRow[],
  error: AuthorizationError,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  for (const row of rows) {
    const where = { organizationId: row.organization_id, connectionId: row.connection_id };
    await noteFailure(client, where, error, details);
    await recordEvent(client, where, { kind: 'authorization_failed', reason: error, details });
  }
}

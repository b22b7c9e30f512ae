import type { OrganizationId, ParkedResponsesPort, TakenHeld } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from './database.js';
import { sealedOf } from './sealed.js';
import { consumedOf, factsOf, repeatedOutcome, type SessionRow } from './session-rows.js';
import { inTenantSql } from './tenant-scope.js';

interface HeldRow extends SessionRow {
  readonly is_waiting: boolean;
  readonly is_expired: boolean;
}

/** The part of the parked responses port that is about responses which the flow's own browser brought back. */
export function createHeldResponses(
  db: Database,
): Pick<ParkedResponsesPort, 'hold' | 'renewCode' | 'takeByCode' | 'takeByBrowser'> {
  return {
    async hold({ organizationId, authorizationSessionId }, { response, withinSeconds, codeHash }) {
      const { rowCount } = await inTenantSql(db, organizationId, (client) =>
        client.query(
          `UPDATE authorization_session SET parked_response = $3, completion_code_hash = $4,
             parked_until = statement_timestamp() + make_interval(secs => $5)
           WHERE organization_id = $1 AND id = $2 AND consumed_at IS NOT NULL AND outcome IS NULL`,
          [
            organizationId,
            authorizationSessionId,
            Buffer.from(response.envelope),
            codeHash ? Buffer.from(codeHash) : null,
            withinSeconds,
          ],
        ),
      );
      return rowCount ? 'held' : 'over';
    },

    async renewCode({ organizationId, authorizationSessionId }, codeHash) {
      const { rowCount } = await inTenantSql(db, organizationId, (client) =>
        client.query(
          `UPDATE authorization_session SET completion_code_hash = $3
           WHERE organization_id = $1 AND id = $2 AND completion = 'embedded' AND parked_until > statement_timestamp()`,
          [organizationId, authorizationSessionId, Buffer.from(codeHash)],
        ),
      );
      return rowCount ? 'renewed' : 'over';
    },

    async takeByCode({ organizationId, authorizationSessionId, codeHash, challenge }) {
      return inTenantSql(db, organizationId, async (client) => {
        const row = await lockSession(client, organizationId, authorizationSessionId);
        if (row?.completion !== 'embedded') return { kind: 'not_found' };
        if (row.consumed_at === null) return { kind: row.ended_how || row.is_expired ? 'over' : 'not_returned' };
        if (row.completion_code_hash === null) return { kind: 'over' };
        if (!Buffer.from(codeHash).equals(Buffer.from(row.completion_code_hash))) return { kind: 'wrong_code' };
        if (row.parked_until === null) return { kind: row.outcome?.kind === 'failed' ? 'over' : 'used' };
        if (!row.is_waiting) return { kind: 'too_late' };
        const taken = await take(client, row);
        return row.completion_challenge === challenge ? taken : { kind: 'wrong_verifier', session: factsOf(row) };
      });
    },

    async takeByBrowser({ authorizationSessionId, browserHash }) {
      const organizationId = await findParkedSession(db, authorizationSessionId, browserHash);
      if (organizationId === undefined) return { kind: 'unknown' };
      return inTenantSql(db, organizationId, async (client) => {
        const row = await lockSession(client, organizationId, authorizationSessionId);
        if (!row || row.consumed_at === null) return { kind: 'unknown' };
        if (row.is_waiting) return await take(client, row);
        const late = { kind: 'failed', error: 'not_confirmed', details: {} } as const;
        const outcome = repeatedOutcome(row);
        return { kind: 'ended', session: factsOf(row), outcome: outcome.kind === 'parked' ? late : outcome };
      });
    },
  };
}

/** The organization of a link's session that this browser began; `undefined` when it is none of its. */
export async function findParkedSession(
  db: Pick<Database, 'pool'>,
  authorizationSessionId: string,
  browserHash: Uint8Array,
): Promise<OrganizationId | undefined> {
  const { rows } = await db.pool.query<{ organization_id: OrganizationId }>(
    'SELECT organization_id FROM find_parked_session($1, $2)',
    [authorizationSessionId, Buffer.from(browserHash)],
  );
  return rows[0]?.organization_id;
}

async function lockSession(client: ClientBase, organizationId: string, id: string): Promise<HeldRow | undefined> {
  const { rows } = await client.query<HeldRow>(
    `SELECT *, coalesce(parked_until > statement_timestamp(), false) AS is_waiting,
       expires_at <= statement_timestamp() AS is_expired
     FROM authorization_session WHERE organization_id = $1 AND id = $2 FOR UPDATE`,
    [organizationId, id],
  );
  return rows[0];
}

/** From now on it is as a session that was consumed just now. */
async function take(client: ClientBase, row: HeldRow): Promise<TakenHeld> {
  if (row.parked_response === null) throw new Error('a held response is gone');
  await client.query(
    `UPDATE authorization_session SET parked_response = NULL, parked_until = NULL, consumed_at = statement_timestamp()
     WHERE organization_id = $1 AND id = $2`,
    [row.organization_id, row.id],
  );
  return { kind: 'taken', session: await consumedOf(client, row), response: sealedOf(row.parked_response) };
}

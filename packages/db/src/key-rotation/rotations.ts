import type { Database } from '../database.js';
import { newId } from '../new-id.js';
import { acrossTenantsSql } from '../tenant-scope.js';

/** A rotation of all keys that is not finished. */
export interface KeyRotation {
  readonly id: string;
  readonly startedAt: Date;
  readonly begun: 'now' | 'earlier';
}

/** As latchkey_worker: goes on with the rotation that is not finished, or begins one. */
export async function beginKeyRotation(db: Database): Promise<KeyRotation> {
  return acrossTenantsSql(db, async (client) => {
    const id = newId();
    await client.query(
      `INSERT INTO key_rotation (id, started_at) VALUES ($1, statement_timestamp())
       ON CONFLICT DO NOTHING`, // one is not finished
      [id],
    );
    const { rows } = await client.query<{ id: string; started_at: Date }>(
      'SELECT id, started_at FROM key_rotation WHERE finished_at IS NULL',
    );
    const [row] = rows;
    if (!row) throw new Error('somebody else has just finished the rotation');
    return { id: row.id, startedAt: row.started_at, begun: row.id === id ? 'now' : 'earlier' };
  });
}

/** As latchkey_worker: notes that every organization has its new data key; answers for how many milliseconds already. */
export async function noteKeysSwitched(db: Database, id: string): Promise<number> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<{ ms: number }>(
      `UPDATE key_rotation SET switched_at = coalesce(switched_at, statement_timestamp()) WHERE id = $1
       RETURNING (extract(epoch FROM statement_timestamp() - switched_at) * 1000)::float8 AS ms`,
      [id],
    ),
  );
  return Math.max(rows[0]?.ms ?? 0, 0);
}

/** As latchkey_worker: the next one begins anew. */
export async function finishKeyRotation(db: Database, id: string): Promise<void> {
  await acrossTenantsSql(db, (client) =>
    client.query('UPDATE key_rotation SET finished_at = statement_timestamp() WHERE id = $1', [id]),
  );
}

import type { Database } from '../database.js';

/** What keeps claims away from due grants, and how many servers, clients or budgets it is. */
export type HeldBack = Readonly<Record<(typeof causes)[number], number>>;

const causes = ['server_paused', 'server_down', 'client_paused', 'client_misconfigured', 'budget_empty'] as const;

const sql = `
SELECT (SELECT count(*) FROM token_server WHERE paused_at IS NOT NULL)::int AS server_paused,
       (SELECT count(*) FROM token_server WHERE state = 'down')::int AS server_down,
       (SELECT count(*) FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL) AND paused_at IS NOT NULL)::int AS client_paused,
       (SELECT count(*) FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL) AND state = 'misconfigured')::int AS client_misconfigured,
       (SELECT count(*) FROM request_budget WHERE next_at > statement_timestamp())::int AS budget_empty`;

/** As latchkey_worker: counted over every organization, from small tables and parts of tables. */
export async function readHeldBack(db: Pick<Database, 'pool'>): Promise<HeldBack> {
  const { rows } = await db.pool.query<HeldBack>(sql);
  return rows[0] as HeldBack;
}

import {
  type BudgetsPort,
  type ClockPort,
  type GrantsPort,
  type RequestBlock,
  requestBlock,
  tokenServerHost,
} from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { secondsOf } from './clock-values.js';

type BudgetedGrant = Parameters<BudgetsPort['takeRequest']>[0];

/** Budgets that a process remembers. */
const mostRemembered = 10_000;

/** What this process knows of one budget; moments are monotonic. */
interface Remembered {
  /** Requests left of the block that it leased, and until when they may be made. */
  left: number;
  until: number;
  /** Nothing is to be sent before. */
  emptyUntil: number;
  /** Where the line of those ends that were sent away to come back. */
  lineEnd: number;
}

// The next block begins when this one is over, whoever takes it; nobody who waits is remembered.
const leaseSql = `
INSERT INTO request_budget AS b (organization_id, client_row_id, token_server, next_at)
VALUES ($1, $2, token_server_key($3), statement_timestamp() + make_interval(secs => $4))
ON CONFLICT (organization_id, client_row_id, token_server)
  DO UPDATE SET next_at = excluded.next_at WHERE b.next_at <= statement_timestamp()
RETURNING 1`;

const waitSql = `
SELECT extract(epoch FROM next_at - statement_timestamp())::float8 * 1000 AS ms FROM request_budget
 WHERE organization_id = $1 AND client_row_id = $2 AND token_server = token_server_key($3)`;

/** The budgets of one process: it leases blocks of requests from the database, and hands them out one by one. */
export function createBudgets(
  db: Database,
  clock: ClockPort,
): Pick<GrantsPort, 'takeRequest'> & {
  /** A budget was emptied; what of it is in the database is the caller's. */
  emptied(grant: BudgetedGrant, ms: number): void;
} {
  const known = new Map<string, Remembered>();
  const remembered = (grant: BudgetedGrant) => {
    const key = `${grant.terms.clientRowId} ${tokenServerHost(grant) ?? ''}`;
    const found = known.get(key);
    if (found) return found;
    if (known.size >= mostRemembered) known.clear();
    const made: Remembered = { left: 0, until: 0, emptyUntil: 0, lineEnd: 0 };
    known.set(key, made);
    return made;
  };
  return {
    async takeRequest(grant) {
      const { rateLimit } = grant.terms.server.token;
      if (!rateLimit && known.size === 0) return { kind: 'taken' };
      const budget = remembered(grant);
      const now = clock.monotonic();
      if (now < budget.emptyUntil) return { kind: 'empty', waitMs: budget.emptyUntil - now };
      if (!rateLimit) return { kind: 'taken' };
      if (budget.left > 0 && now < budget.until) {
        budget.left--;
        return { kind: 'taken' };
      }
      const block = requestBlock(rateLimit);
      const waitMs = await lease(db, grant, block);
      if (waitMs === undefined) {
        // Counted from before it was asked for: the next block may begin no sooner.
        Object.assign(budget, { left: block.requests - 1, until: now + block.ms });
        return { kind: 'taken' };
      }
      // One after the other, so that those who are sent away do not come back all at once.
      budget.lineEnd = Math.max(budget.lineEnd + block.ms / block.requests, clock.monotonic() + waitMs);
      return { kind: 'empty', waitMs: Math.max(1, budget.lineEnd - clock.monotonic()) };
    },
    emptied(grant, ms) {
      const budget = remembered(grant);
      Object.assign(budget, { left: 0, emptyUntil: Math.max(budget.emptyUntil, clock.monotonic() + ms) });
    },
  };
}

/** Takes the next block, or answers the milliseconds until there is one. */
async function lease(db: Database, grant: BudgetedGrant, { ms }: RequestBlock): Promise<number | undefined> {
  const { organizationId, terms } = grant;
  const budget = [organizationId, terms.clientRowId, tokenServerHost(grant) ?? ''];
  return inTenantSql(db, organizationId, async (client) => {
    const { rowCount } = await client.query(leaseSql, [...budget, ms / 1000]);
    if (rowCount) return undefined;
    const { rows } = await client.query<{ ms: number }>(waitSql, budget);
    return Math.max(rows[0]?.ms ?? 0, 1);
  });
}

/** Nothing more is to be asked for so long; in the transaction of the settlement that says so. */
export async function emptyBudget(client: ClientBase, grant: BudgetedGrant, ms: number): Promise<void> {
  await client.query(
    `INSERT INTO request_budget AS b (organization_id, client_row_id, token_server, next_at)
     VALUES ($1, $2, token_server_key($3), statement_timestamp() + make_interval(secs => $4))
     ON CONFLICT (organization_id, client_row_id, token_server)
       DO UPDATE SET next_at = greatest(b.next_at, excluded.next_at)`,
    [grant.organizationId, grant.terms.clientRowId, tokenServerHost(grant) ?? '', secondsOf(ms)],
  );
}

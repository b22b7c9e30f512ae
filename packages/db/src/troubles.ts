import type { ClientBase } from 'pg';
import { recordAuditOfMany } from './audit.js';
import type { Database } from './database.js';
import { acrossTenantsSql } from './tenant-scope.js';

/**
 * What can be wrong with the refresh of a grant, as an operator looks for it; `condition` speaks of clock k, grant g and
 * the connection c that holds it. A grant can be in several.
 */
const troubleTable = {
  due: {
    about: 'due now, and nobody works on it',
    condition: `k.duty = 'refresh' AND k.attempt_id IS NULL AND k.due_at <= statement_timestamp()`,
  },
  late: {
    about: 'due for more than a minute, and nobody works on it',
    condition: `k.duty = 'refresh' AND k.attempt_id IS NULL AND k.due_at < statement_timestamp() - interval '1 minute'`,
  },
  stuck: {
    about: 'an attempt whose holder is gone, and that nobody has taken over for a minute',
    condition: `k.duty = 'refresh' AND k.takeover_at < statement_timestamp() - interval '1 minute'`,
  },
  failing: {
    about: 'the last refresh failed, and another will be tried',
    condition: `k.duty = 'refresh' AND k.failing_since IS NOT NULL AND k.attempt_id IS NULL AND k.due_at IS NOT NULL AND k.due_reason IS DISTINCT FROM 'server'`,
  },
  ambiguous: {
    about: 'a request left and its answer never came; replayed once by rule',
    condition: `k.duty = 'refresh' AND k.is_ambiguous AND k.attempt_id IS NULL`,
  },
  degraded: { about: 'the provider has been away for a day; tried daily', condition: reason('provider_unavailable') },
  held: {
    about: 'waits for its server or client, which is paused, down or refused; due again by itself after that',
    condition: `k.duty = 'refresh' AND k.due_reason IN ('client', 'server')`,
  },
  misconfigured: { about: 'the provider refuses the client', condition: reason('client_misconfigured') },
  crashed: { about: 'its refresh ended its worker five times; set aside', condition: reason('crashed') },
  reconnect: {
    about: 'only a person can help: the customer has to reconnect',
    condition: `c.status = 'error' AND c.reason IN ('grant_rejected', 'rotation_response_lost', 'authorization_expired', 'no_refresh_token')`,
  },
  suspect: {
    about: 'its refresh token may be spent since before a restore; asked for by the command recover only',
    condition: `k.duty = 'recover'`,
  },
  revoking: {
    about: 'disconnected more than ten minutes ago, and the provider has not confirmed',
    condition: `k.duty = 'revoke' AND g.revoking_since < statement_timestamp() - interval '10 minutes'`,
  },
} as const;

export type Trouble = keyof typeof troubleTable;

/** Each trouble with a line that says what it is. */
export const troubles: Readonly<Record<Trouble, string>> = Object.fromEntries(
  Object.entries(troubleTable).map(([name, { about }]) => [name, about]),
) as Record<Trouble, string>;

/** Which grants; each member that is left out lets all through. */
export interface TroubleFilter {
  readonly organizationId?: string;
  /** The provider's name, as the definition gives it; compared without case. */
  readonly provider?: string;
}

export interface TroubledGrant {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly provider: string;
  readonly dueAt: Date | null;
  readonly attempts: number;
  readonly failingSince: Date | null;
  readonly holder: string | null;
  readonly reason: string | null;
}

const from = `
  FROM grant_clock k
  JOIN "grant" g ON g.organization_id = k.organization_id AND g.id = k.grant_id
  LEFT JOIN connection c ON c.organization_id = g.organization_id AND c.grant_id = g.id`;

const filter = `($1::uuid IS NULL OR k.organization_id = $1) AND ($2::text IS NULL OR lower(g.terms #>> '{server,name}') = lower($2))`;

/** As latchkey_worker: how many grants are in each trouble. Reads every clock once. */
export async function countTroubles(db: Database, which: TroubleFilter): Promise<Readonly<Record<Trouble, number>>> {
  const counts = Object.entries(troubleTable).map(
    ([name, { condition }]) => `(count(*) FILTER (WHERE ${condition}))::int AS ${name}`,
  );
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query(`SELECT ${counts.join(', ')} ${from} WHERE ${filter}`, parametersOf(which)),
  );
  return rows[0] as Record<Trouble, number>;
}

/**
 * As latchkey_worker: the grants in one trouble, those that have been due longest first. Each organization's audit record
 * keeps that the operator was shown some of its.
 */
export async function listTroubled(
  db: Database,
  trouble: Trouble,
  which: TroubleFilter & { readonly limit: number },
): Promise<readonly TroubledGrant[]> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<TroubledGrant>(
      `SELECT k.organization_id AS "organizationId", g.connection_id AS "connectionId",
              g.terms #>> '{server,name}' AS provider, CASE WHEN k.due_reason = 'server' THEN NULL ELSE k.due_at END AS "dueAt", k.attempts,
              k.failing_since AS "failingSince", k.attempt_holder AS holder, c.reason
       ${from} WHERE ${filter} AND (${troubleTable[trouble].condition})
       ORDER BY k.due_at NULLS LAST LIMIT $3`,
      [...parametersOf(which), which.limit],
    );
    const counts = new Map<string, number>();
    for (const { organizationId } of rows) counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1);
    await auditCounts(client, 'connection.listed', trouble, counts);
    return rows;
  });
}

/** What the operator saw or did of how many connections in one trouble, in the record of each organization. */
async function auditCounts(
  client: ClientBase,
  action: string,
  trouble: Trouble,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  const acts = [...counts].map(([organizationId, connections]) => ({
    ...{ organizationId, action, targetKind: 'organization', targetId: organizationId },
    details: { trouble, connections },
  }));
  await recordAuditOfMany(client, { kind: 'operator' }, acts);
}

/** Those that may be asked for again ahead of time. The others wait by rule, or for a person. */
export const retryable = ['late', 'failing', 'degraded', 'misconfigured', 'crashed'] as const satisfies Trouble[];

/**
 * As latchkey_worker: makes the grants in one trouble due, evenly over `spreadSeconds`, and forgets what was held against
 * them. Ambiguous and unconfirmed ones keep the wait that protects them. Answers how many.
 */
export async function retryTroubled(
  db: Database,
  trouble: (typeof retryable)[number],
  which: TroubleFilter & { readonly spreadSeconds: number },
): Promise<number> {
  return acrossTenantsSql(db, async (client) => {
    // Their grants wait for the client, whichever of them is due.
    if (trouble === 'misconfigured')
      await client.query(
        `UPDATE client SET probe_at = statement_timestamp() WHERE state = 'misconfigured'
           AND ($1::uuid IS NULL OR organization_id = $1)`,
        [which.organizationId ?? null],
      );
    const { rows } = await client.query<{ organization_id: string; count: number }>(
      `WITH retried AS (
       UPDATE grant_clock SET due_at = statement_timestamp() + make_interval(secs => random() * $3), due_reason = 'retry',
         attempts = 0, crashes = 0
       WHERE (organization_id, grant_id) IN (
         SELECT k.organization_id, k.grant_id ${from}
          WHERE ${filter} AND (${troubleTable[trouble].condition}) AND k.attempt_id IS NULL
            AND NOT k.is_refusal_unconfirmed AND ($4 OR NOT k.is_ambiguous))
         AND attempt_id IS NULL
       RETURNING organization_id)
       SELECT organization_id, count(*)::int AS count FROM retried GROUP BY organization_id`,
      // A grant that was set aside counts as ambiguous from its last crash, and was never replayed since.
      [...parametersOf(which), which.spreadSeconds, trouble === 'crashed'],
    );
    const counts = new Map(rows.map(({ organization_id, count }) => [organization_id, count]));
    await auditCounts(client, 'connection.retried', trouble, counts);
    return rows.reduce((sum, { count }) => sum + count, 0);
  });
}

function parametersOf({ organizationId, provider }: TroubleFilter) {
  return [organizationId ?? null, provider ?? null];
}

function reason<const Name extends string>(name: Name) {
  return `c.status = 'error' AND c.reason = '${name}'` as const;
}

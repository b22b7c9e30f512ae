import type { Claim, ClockPort, ProtocolTimes } from '@latchkey/oauth';
import { recordAuditOfMany } from '../audit.js';
import type { Database } from '../database.js';
import { claimAndLoad } from '../grants/claim.js';
import { mayBeAsked } from '../grants/may-be-asked.js';
import { type OpenedAttempt, openAttempt } from '../grants/open-attempt.js';
import { acrossTenantsSql } from '../tenant-scope.js';

/** Grants that one statement marks. */
const batch = 20_000;

// Whose refresh token may have been spent before the guard was shut, without this database knowing: what was due by then,
// what was under way in the backup, what a reader may have asked for (`minimumSeconds` reaches up to half of a lifetime),
// and what waited for its client or its server. A token of the client's own is spent by nobody. An open attempt stays open:
// its holder may live and be asking at this moment. Its answer is stored all the same, and ends the suspicion.
const markSql = `
WITH suspect AS MATERIALIZED (
  SELECT k.organization_id, k.grant_id FROM grant_clock k
    JOIN "grant" g ON g.organization_id = k.organization_id AND g.id = k.grant_id
   WHERE k.duty = 'refresh' AND k.has_refresh_token AND g.terms #>> '{server,refresh,by}' IS DISTINCT FROM 'grant'
     AND k.refreshed_at < $1
     AND (k.due_at <= $1 OR k.attempt_id IS NOT NULL OR k.due_reason IN ('client', 'server')
       OR k.expires_at - make_interval(secs => k.lifetime_seconds / 2.0) <= $1)
   LIMIT ${batch} FOR NO KEY UPDATE OF k),
marked AS (
UPDATE grant_clock k SET duty = 'recover', is_ambiguous = true, due_at = least(k.due_at, statement_timestamp()),
    due_reason = 'retry'
  FROM suspect WHERE k.organization_id = suspect.organization_id AND k.grant_id = suspect.grant_id
RETURNING k.organization_id)
SELECT organization_id AS "organizationId", count(*)::int AS connections FROM marked GROUP BY organization_id`;

// Locked until the marks are committed: who opens the guard waits for them, and so does another recovery, which finds the
// same rows in an order of its own. What is claimed once the guard is open is no suspect.
const whileShutSql = `SELECT FROM restore_guard WHERE state = 'shut' AND shut_at = $1 FOR NO KEY UPDATE`;

/**
 * As latchkey_worker: sets aside one batch of suspects of the guard that was shut at `shutAt`, which the audit record of each
 * organization keeps. Answers how many; 0 when all are, or when that guard is open by now.
 */
export async function markSuspects(db: Database, shutAt: Date): Promise<number> {
  return acrossTenantsSql(
    db,
    async (client) => {
      if (!(await client.query(whileShutSql, [shutAt])).rowCount) return 0;
      const { rows } = await client.query<{ organizationId: string; connections: number }>(markSql, [shutAt]);
      const acts = rows.map(({ organizationId, connections }) => ({
        ...{ organizationId, action: 'connection.set_aside', targetKind: 'organization', targetId: organizationId },
        details: { connections },
      }));
      await recordAuditOfMany(client, { kind: 'operator' }, acts);
      return rows.reduce((sum, { connections }) => sum + connections, 0);
    },
    'synchronous',
  );
}

/**
 * As latchkey_worker: a suspect whose tokens came after all is none any more. Whoever stores them says so; this is for those
 * that a process of an earlier release stored. Answers how many.
 */
export async function releaseRenewed(db: Database, shutAt: Date): Promise<number> {
  const { rowCount } = await acrossTenantsSql(db, (client) =>
    client.query(
      `UPDATE grant_clock SET duty = 'refresh', due_reason = CASE WHEN due_at IS NULL THEN NULL ELSE 'schedule' END
       WHERE duty = 'recover' AND refreshed_at > $1`,
      [shutAt],
    ),
  );
  return rowCount ?? 0;
}

// When nobody can be asking any more with what was claimed in the time that is lost, as after any outage of the store
// (RELIABILITY, rule 3). Where an operator told of the restore, the database knows of all that is under way.
const quietUntil = (quietMs: string) => `
  SELECT shut_at + make_interval(secs => ${quietMs}::float8 / 1000) FROM restore_guard WHERE reason <> 'operator'`;

// Misconfigured clients and servers that are down are tried, like for a revocation: suspects may be all that they have. What
// crashed its holders is taken over too, however often: from then on it is set aside like any other.
const claimSql = `
WITH wanted AS MATERIALIZED (
  SELECT k.organization_id, k.grant_id FROM grant_clock k
   WHERE k.duty = 'recover' AND k.due_at <= statement_timestamp()
     AND (k.attempt_id IS NULL OR $5::float8 = 0 AND k.takeover_at <= statement_timestamp())
     AND coalesce((${quietUntil('$6').trim()}), '-infinity') <= statement_timestamp()
     ${mayBeAsked('revoke').trim()}
     AND NOT EXISTS (SELECT FROM "grant" g WHERE g.organization_id = k.organization_id AND g.id = k.grant_id
       AND g.terms #>> '{server,name}' = ANY ($4))
   ORDER BY k.due_at LIMIT 1 FOR NO KEY UPDATE OF k SKIP LOCKED)
${openAttempt("duty = 'refresh', due_at = statement_timestamp(),")}`;

/**
 * As latchkey_worker: claims the suspect that has been due longest, of none of the providers in `except`, and that nobody
 * else may be asking for; from then on it is a grant like any other, whose earlier outcome is ambiguous. `undefined` when
 * there is none.
 */
export async function claimSuspect(
  db: Database,
  clock: ClockPort,
  input: {
    readonly holder: string;
    readonly times: ProtocolTimes;
    /** For how long this process takes nothing over. */
    readonly withheldMs: number;
    readonly except: readonly string[];
  },
): Promise<Claim | undefined> {
  const { takeoverMin, takeoverMax, takeoverQuietAfterOutage } = input.times;
  const values = [input.holder, takeoverMin, takeoverMax, input.except, input.withheldMs, takeoverQuietAfterOutage];
  return acrossTenantsSql(
    db,
    async (client) => {
      const open = async () => (await client.query<OpenedAttempt>(claimSql, values)).rows;
      return (await claimAndLoad(client, clock, input.times, open))[0];
    },
    'claim',
  );
}

/** Suspects that others may be asking for, and in how many milliseconds the first and the last of them are free. */
export interface HeldSuspects {
  readonly suspects: number;
  readonly firstInMs: number;
  readonly lastInMs: number;
}

// A second more: who comes free between a claim that found none and this look is waited for, and claimed next.
const heldSql = `
SELECT count(*)::int AS suspects,
       extract(epoch FROM min(free_at) - statement_timestamp())::float8 * 1000 AS "firstInMs",
       extract(epoch FROM max(free_at) - statement_timestamp())::float8 * 1000 AS "lastInMs"
  FROM (SELECT greatest(k.takeover_at, (${quietUntil('$1').trim()}), CASE WHEN k.attempt_id IS NOT NULL
               THEN statement_timestamp() + make_interval(secs => $3::float8 / 1000) END) AS free_at
          FROM grant_clock k JOIN "grant" g ON g.organization_id = k.organization_id AND g.id = k.grant_id
         WHERE k.duty = 'recover' AND k.due_at <= statement_timestamp()
           AND (g.terms #>> '{server,name}' = ANY ($2)) IS NOT TRUE) AS suspect
 WHERE free_at > statement_timestamp() - interval '1 second'`;

/** As latchkey_worker: what {@link claimSuspect} leaves to others for now; `undefined` when there is nothing to wait for. */
export async function readHeldSuspects(
  db: Database,
  input: Omit<Parameters<typeof claimSuspect>[2], 'holder'>,
): Promise<HeldSuspects | undefined> {
  const { times, withheldMs, except } = input;
  const values = [times.takeoverQuietAfterOutage, except, withheldMs > 0 ? withheldMs : null];
  const { rows } = await acrossTenantsSql(db, (client) => client.query<HeldSuspects>(heldSql, values));
  return rows[0] && rows[0].suspects > 0 ? rows[0] : undefined;
}

/** A suspect that could not be asked for, or had no answer, waits for the next recovery; when it is due stays as settled. */
export async function putSuspectBack(db: Database, claim: Claim): Promise<void> {
  await acrossTenantsSql(db, (client) =>
    client.query(
      `UPDATE grant_clock SET duty = 'recover'
       WHERE organization_id = $1 AND grant_id = $2 AND generation = $3 AND duty = 'refresh' AND attempt_id IS NULL
         AND due_at IS NOT NULL`,
      [claim.organizationId, claim.grantId, claim.generation],
    ),
  );
}

/** As latchkey_worker: suspects that wait, by their provider's name, those of most first. */
export async function countSuspects(
  db: Database,
): Promise<readonly { readonly provider: string; readonly suspects: number }[]> {
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<{ provider: string; suspects: number }>(
      `SELECT g.terms #>> '{server,name}' AS provider, count(*)::int AS suspects FROM grant_clock k
         JOIN "grant" g ON g.organization_id = k.organization_id AND g.id = k.grant_id
        WHERE k.duty = 'recover' GROUP BY 1 ORDER BY 2 DESC, 1`,
    ),
  );
  return rows;
}

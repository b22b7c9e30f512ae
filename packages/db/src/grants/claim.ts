import type { Claim, ClockPort, GrantsPort, ProtocolTimes, TargetedClaim } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { type ClaimFence, fenceStatement, unlessStopped } from '../restore/claim-fence.js';
import { acrossTenantsSql, inTenantSql } from '../tenant-scope.js';
import { type LoadedClaim, loadClaims } from './load-claims.js';
import { type OpenedAttempt, openAttemptOf, openDueAttempts, type Takeover } from './open-attempt.js';
import { openProbes } from './open-probes.js';
import { openServerProbes } from './open-server-probes.js';
import { setAsideCrashing } from './set-aside.js';
import { tend } from './tend.js';
import type { TokenServers } from './token-servers.js';

/** What the claims of one process share. */
export interface ClaimContext {
  readonly db: Database;
  readonly clock: ClockPort;
  readonly servers: TokenServers;
  /** Without one, nothing is known of restores. */
  readonly fence?: ClaimFence | undefined;
  /**
   * Whether this process may take over now: not for a while after it saw the store fail (RELIABILITY, rule 3), nor after
   * it stood still itself, since it may hold answers of attempts that look abandoned. Asked right before each claim is sent.
   */
  takeover(times: ProtocolTimes): Takeover;
  /** Whether this claim looks for grants that crash their workers: now and then, as it walks over all that is due. */
  crashes(times: ProtocolTimes): 'looked_for' | 'left';
}

/** Asked for later when nothing says when: the grant is not due by itself. */
const neverDueSeconds = 3600;

/** A budget that is empty for no longer counts as held: its next block is waited for. */
const shortHoldSeconds = 5;

export async function claimDue(
  context: ClaimContext,
  input: Parameters<GrantsPort['claimDue']>[0],
): Promise<readonly Claim[]> {
  const claims = await unlessStopped(claimDueUnderFence(context, input));
  return claims === 'stopped' ? [] : claims;
}

async function claimDueUnderFence(
  { db, clock, crashes, servers, fence, takeover: mayTakeOver }: ClaimContext,
  input: Parameters<GrantsPort['claimDue']>[0],
): Promise<readonly Claim[]> {
  const allowed = await fenceStatement(fence);
  const { clientProbes, serverProbes } = await tend(db, servers, input.times);
  return acrossTenantsSql(
    db,
    async (client) => {
      const takeover = () => (input.takeover === 'allowed' ? mayTakeOver(input.times) : 'withheld');
      if (takeover() === 'allowed' && crashes(input.times) === 'looked_for')
        await setAsideCrashing(client, input.limit);
      const open = async () => {
        const probes = clientProbes === 'due' ? [...(await openProbes(client, input))] : [];
        if (serverProbes === 'due')
          probes.push(...(await openServerProbes(client, { ...input, limit: input.limit - probes.length })));
        const limit = input.limit - probes.length;
        return [
          ...probes,
          ...(await openDueAttempts(client, { ...input, limit, duty: 'refresh', takeover: takeover() })),
        ];
      };
      return claimAndLoad(client, clock, input.times, open, 'unknown');
    },
    'claim',
    allowed,
  );
}

export async function claimDueRevocations(
  context: ClaimContext,
  input: Parameters<GrantsPort['claimDueRevocations']>[0],
): Promise<readonly LoadedClaim[]> {
  const { db, clock, takeover } = context;
  const open = (client: ClientBase) =>
    openDueAttempts(client, { ...input, duty: 'revoke', takeover: takeover(input.times) });
  const claim = async (allowed?: string) =>
    acrossTenantsSql(db, (client) => claimAndLoad(client, clock, input.times, () => open(client)), 'claim', allowed);
  const claims = await unlessStopped(fenceStatement(context.fence).then(claim));
  return claims === 'stopped' ? [] : claims;
}

export async function claimOne(
  context: ClaimContext,
  input: Parameters<GrantsPort['claimOne']>[0],
): Promise<TargetedClaim> {
  const { db, clock, takeover } = context;
  const claimUnder = async (allowed?: string) =>
    inTenantSql(
      db,
      input.organizationId,
      async (client): Promise<TargetedClaim> => {
        const [claim] = await claimAndLoad(client, clock, input.times, () =>
          openAttemptOf(client, { ...input, takeover: takeover(input.times) }),
        );
        return claim ? { kind: 'claimed', claim } : await whyNotClaimed(client, input);
      },
      'claim',
      allowed,
    );
  const claimed = await unlessStopped(fenceStatement(context.fence).then(claimUnder));
  return claimed === 'stopped' ? { kind: 'stopped' } : claimed;
}

/** The claim is committed before anybody may ask the provider: with the transaction that this runs in. */
export async function claimAndLoad(
  client: ClientBase,
  clock: ClockPort,
  times: ProtocolTimes,
  open: () => Promise<readonly OpenedAttempt[]>,
  use: 'read' | 'unknown' = 'read',
): Promise<readonly LoadedClaim[]> {
  const claimedAt = clock.monotonic();
  const opened = await open();
  const sendWithin = { claimedAt, reserveMs: times.requestTimeout + times.takeoverSlack };
  return loadClaims(client, opened, sendWithin, use === 'read' ? 'read' : { unusedAfterMs: times.unusedAfter });
}

async function whyNotClaimed(
  client: ClientBase,
  input: Parameters<GrantsPort['claimOne']>[0],
): Promise<Exclude<TargetedClaim, { readonly kind: 'claimed' }>> {
  const { rows } = await client.query<{
    is_open: boolean;
    is_failing: boolean;
    is_misconfigured: boolean;
    is_suspect: boolean;
    is_paused: boolean;
    hold_seconds: number | null;
    due_seconds: number | null;
  }>(
    `SELECT k.attempt_id IS NOT NULL AS is_open, k.attempts > 0 AS is_failing,
            l.state = 'misconfigured' AS is_misconfigured, l.paused_at IS NOT NULL AS is_paused,
            k.duty = 'recover' AS is_suspect,
            greatest(token_server_hold(k.token_server), (SELECT extract(epoch FROM b.next_at - statement_timestamp())
              FROM request_budget b WHERE b.organization_id = k.organization_id AND b.client_row_id = k.client_row_id
                AND b.token_server = k.token_server))::float8 AS hold_seconds,
            extract(epoch FROM k.due_at - statement_timestamp())::float8 AS due_seconds
       FROM connection c JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
       JOIN client l ON l.organization_id = k.organization_id AND l.id = k.client_row_id
      WHERE c.organization_id = $1 AND c.id = $2 AND k.duty IN ('refresh', 'recover') AND k.generation = $3`,
    [input.organizationId, input.connectionId, input.generation],
  );
  const clock = rows[0];
  if (!clock) return { kind: 'none' };
  if (clock.is_suspect) return { kind: 'stopped' };
  const holdSeconds = clock.hold_seconds ?? 0;
  if (clock.is_paused || holdSeconds === Number.POSITIVE_INFINITY) return { kind: 'paused' };
  if (clock.is_misconfigured) return { kind: 'client_misconfigured' };
  // What is shorter is worth a reader's wait.
  if (holdSeconds > shortHoldSeconds) return { kind: 'backing_off', seconds: holdSeconds };
  const seconds = clock.due_seconds ?? neverDueSeconds;
  if (clock.is_failing && !clock.is_open && seconds > 0) return { kind: 'backing_off', seconds };
  // Open, or its row is being written at this moment.
  return { kind: 'held' };
}

import type { Claim } from '../../src/connection/grant.js';
import type { AttemptId, GrantId } from '../../src/ids.js';
import type { GrantsPort } from '../../src/ports.js';
import type { ProtocolTimes } from '../../src/protocol-times.js';
import { memoryAlternates } from './memory-alternates.js';
import { memoryClients } from './memory-clients.js';
import { endDeviceOf } from './memory-device-authorizations.js';
import { attachGrant, insertGrant, isOvertaken, pinIssuer, putTokens, tellExpiring } from './memory-new-grant.js';
import { clocksOf, memoryReads, secondsLeft } from './memory-reads.js';
import { memoryRevocations } from './memory-revocations.js';
import { connectionOf, type GrantRow, letGo, type MemoryDatabase } from './memory-rows.js';
import { memoryServers } from './memory-servers.js';

/** Ways to break the protocol on purpose, so that a test can show that it would notice. */
export type Weakness =
  | 'none'
  | 'unfenced_store'
  | 'immediate_takeover'
  | 'endless_claim'
  | 'no_alternates'
  | 'no_spool';

/** Crashes after which a grant is set aside (RELIABILITY rule 10). */
const crashesAllowed = 5;

/**
 * The grants port over rows in memory: every statement is one turn, so each is atomic. One value for each process: it
 * takes over nothing for a while after it saw the store fail (RELIABILITY rule 3).
 */
export function memoryGrants(shared: MemoryDatabase, weakness: Weakness = 'none'): GrantsPort {
  let quietSince: number | undefined;
  const now = () => shared.clock.now();
  const watched = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      quietSince = now();
      throw error;
    }
  };
  const database: MemoryDatabase = {
    ...shared,
    write: (statement, transaction) => watched(shared.write(statement, transaction)),
  };

  const clients = memoryClients(database);
  const servers = memoryServers(database);

  function claim(row: GrantRow, holder: string, times: ProtocolTimes): Claim {
    const made = { ...claimGrant(database, row, holder, times), ...clients.probe(row), ...servers.probe(row) };
    return weakness === 'endless_claim' ? { ...made, sendBefore: Number.POSITIVE_INFINITY } : made;
  }

  /** Nobody holds it, or its holder had its time; a grant that keeps crashing its worker is set aside. */
  function isFree(row: GrantRow, times: ProtocolTimes): boolean {
    if (!row.attempt) return true;
    if (quietSince !== undefined && now() - quietSince < times.takeoverQuietAfterOutage) return false;
    if (weakness !== 'immediate_takeover' && row.attempt.takeoverAt > now()) return false;
    if (row.crashes + 1 < crashesAllowed) return true;
    row.attempt = undefined;
    row.dueAt = undefined;
    turnToError(database, row, { reason: 'crashed', event: { kind: 'refresh_failed', reason: 'crashed' } });
    return false;
  }

  return {
    ...memoryRevocations(database, claimGrant, servers.isHeld),
    ...servers.port,
    ...memoryAlternates(database),
    ...memoryReads(database),
    recoverClient: clients.recoverClient,
    ...(weakness === 'no_alternates' ? { keepAlternate: async () => undefined } : {}),
    create: (grant, event) =>
      database.write('create_grant', () => {
        const known = database.grants.get(grant.grantId);
        if (known) return known.state === 'live' ? 'connected' : 'given_up';
        const connection = connectionOf(database, grant.organizationId, grant.connectionId);
        if (!connection) throw new Error('there is no such connection');
        insertGrant(database, grant);
        if (endDeviceOf(database, grant) === 'given_up') return 'given_up';
        const session = database.sessions.get(grant.authorizationSessionId ?? '');
        if (session && isOvertaken(database, session, connection.grantId)) {
          letGo(database, grant.grantId);
          return 'given_up';
        }
        attachGrant(database, connection, grant.grantId, event);
        pinIssuer(database, connection, grant.pin);
        if (session) session.outcome = { kind: 'succeeded' };
        return 'connected';
      }),
    claimDue: ({ holder, limit, times, takeover }) =>
      database.write('claim_due', () => {
        const mayClaim = (row: GrantRow) => (takeover === 'allowed' || !row.attempt) && isFree(row, times);
        const probes = [...clients.tend(times, mayClaim), ...servers.tend(times)];
        const due = [...database.grants.values()].filter(
          (row) =>
            row.state === 'live' &&
            !clients.isMisconfigured(row) &&
            !servers.isHeld(row) &&
            row.dueAt !== undefined &&
            row.dueAt <= now() &&
            mayClaim(row),
        );
        const claims = [...new Set([...probes, ...due])].slice(0, limit);
        return claims.map((row) => ({ ...claim(row, holder, times), ...unused(database, row, times) }));
      }),
    claimOne: ({ organizationId, connectionId, generation, holder, times }) =>
      database.write('claim_one', () => {
        const grantId = connectionOf(database, organizationId, connectionId)?.grantId;
        const row = grantId === undefined ? undefined : database.grants.get(grantId);
        if (row?.state !== 'live' || row.generation !== generation) return { kind: 'none' };
        const held = servers.whyNot(row);
        if (held?.kind === 'paused') return held;
        if (clients.isMisconfigured(row)) return { kind: 'client_misconfigured' };
        if (held) return held;
        if (!isFree(row, times)) return row.attempt ? { kind: 'held' } : { kind: 'none' };
        if (!row.attempt && row.attempts > 0 && row.awaits !== 'server') {
          if (row.dueAt === undefined) return { kind: 'none' };
          if (row.dueAt > now()) return { kind: 'backing_off', seconds: (row.dueAt - now()) / 1000 };
        }
        return { kind: 'claimed', claim: claim(row, holder, times) };
      }),
    store: (held, tokens, recovered) =>
      database.write('store', () => {
        const row = database.grants.get(held.grantId);
        if (!row || row.state === 'ended') return 'fence_missed';
        if (weakness !== 'unfenced_store' && row.generation !== held.generation) return 'fence_missed';
        const isTakenOver = row.attempt?.id !== held.attemptId;
        putTokens(database, row, tokens);
        // Who took over may have shown the provider the token that this answer replaced.
        if (isTakenOver && tokens.hasRefreshToken === 'yes') Object.assign(row, { dueAt: now(), dueReason: 'other' });
        Object.assign(row, { generation: held.generation + 1, storedBy: held.attemptId, attempt: undefined });
        Object.assign(row, { attempts: 0, crashes: 0, failingSince: undefined, awaits: undefined });
        Object.assign(row, { earlierOutcome: 'known', earlierRefusal: 'none' });
        const connection = connectionOf(database, row.organizationId, row.connectionId);
        if (tokens.ends?.absolute?.tellInSeconds === 0) tellExpiring(database, row, row.absoluteDeadline);
        else row.expiringSince = undefined;
        if (row.state === 'revoking') row.dueAt = now();
        else if (connection?.grantId === row.id && connection.status === 'error') {
          if (!held.probe || connection.reason !== 'client_misconfigured') connection.events.push(recovered);
          connection.status = 'active';
          connection.reason = undefined;
        }
        return 'stored';
      }),
    learnExpiry: ({ grantId, generation }, { expiresInSeconds, elapsedMs, dueInMs }) =>
      database.write('learn_expiry', () => {
        const row = database.grants.get(grantId);
        if (!row || row.generation !== generation || row.expiresAt !== undefined || row.attempt) return;
        row.lifetimeSeconds = expiresInSeconds;
        row.expiresAt = now() + expiresInSeconds * 1000 - elapsedMs;
        if (row.state === 'live' && dueInMs !== undefined)
          row.dueAt = Math.min(row.dueAt ?? Number.POSITIVE_INFINITY, now() + dueInMs);
      }),
    settle: (held, settlement) =>
      database.write('settle', () => {
        const { outcome, dueInMs, error, expiring } = settlement;
        const row = database.grants.get(held.grantId);
        if (!row || row.generation !== held.generation || row.attempt?.id !== held.attemptId) return 'fence_missed';
        Object.assign(row, { attempt: undefined, awaits: undefined, dueReason: 'other' });
        row.dueAt = dueInMs === undefined ? undefined : now() + dueInMs;
        // Nothing was asked, so nothing failed.
        if (outcome === 'not_sent') row.attempts--;
        else row.failingSince ??= now();
        if (outcome === 'ambiguous') row.earlierOutcome = 'ambiguous';
        if (outcome === 'refusal_unconfirmed') row.earlierRefusal = 'unconfirmed';
        if (row.state === 'revoking') Object.assign(row, { dueAt: now(), attempts: 0 });
        if (expiring) tellExpiring(database, row, row.expiresAt);
        if (error) turnToError(database, row, error);
        clients.settled(row, settlement, held.probe ? 'probe' : 'other');
        servers.settled(row, settlement);
        return 'settled';
      }),
  };
}

/** What a claim says of a grant that is due by schedule and read by nobody. */
function unused(database: MemoryDatabase, row: GrantRow, times: ProtocolTimes): Pick<Claim, 'unused'> {
  const now = database.clock.now();
  const policy = database.connections.get(row.connectionId)?.refreshPolicy;
  const isOptional = policy === 'when_used' || row.terms.server.refresh.by === 'grant';
  if (!isOptional || row.dueReason !== 'schedule' || row.usedAt >= now - times.unusedAfter) return {};
  return { unused: { refreshedSecondsAgo: (now - row.refreshedAt) / 1000 } };
}

/** Opens an attempt on a grant; taking over an open one makes the generation's outcome ambiguous. */
function claimGrant(database: MemoryDatabase, row: GrantRow, holder: string, times: ProtocolTimes): Claim {
  const { clock } = database;
  if (row.attempt) {
    row.earlierOutcome = 'ambiguous';
    row.crashes++;
    row.failingSince ??= clock.now();
  }
  const left = secondsLeft(row, clock.now());
  const remaining = (left.accessTokenSeconds ?? 0) * 1000;
  // A token that the refresh ends keeps nobody waiting for the sake of its life.
  const kept = row.terms.server.refresh.revokesAccessToken ? 0 : Math.min(times.takeoverMax, remaining);
  const takeover = Math.max(times.takeoverMin, kept);
  row.attempt = { id: database.newId(), holder, takeoverAt: clock.now() + takeover };
  row.attempts++;
  const client = database.clients.get(row.terms.clientRowId);
  if (!client || !row.tokenSet) throw new Error('the client or the tokens are gone');
  return {
    organizationId: row.organizationId,
    connectionId: row.connectionId,
    grantId: row.id as GrantId,
    attemptId: row.attempt.id as AttemptId,
    generation: row.generation,
    terms: row.terms,
    client,
    secretInputs: database.connections.get(row.connectionId)?.secretInputs ?? {},
    requestedScopes: row.requestedScopes,
    context: row.context,
    tokenSet: row.tokenSet,
    ...left,
    lateSeconds: Math.max(0, (clock.now() - (row.dueAt ?? clock.now())) / 1000),
    clocks: clocksOf(row, clock.now()),
    attempts: row.attempts,
    ...(row.failingSince === undefined ? {} : { failingSeconds: (clock.now() - row.failingSince) / 1000 }),
    earlierOutcome: row.earlierOutcome,
    earlierRefusal: row.earlierRefusal,
    sendBefore: clock.monotonic() + takeover - times.requestTimeout - times.takeoverSlack,
  };
}

function turnToError(
  database: MemoryDatabase,
  row: GrantRow,
  error: NonNullable<Parameters<GrantsPort['settle']>[1]['error']>,
): void {
  const connection = connectionOf(database, row.organizationId, row.connectionId);
  if (connection?.grantId !== row.id) return;
  if (connection.status === 'error' && connection.reason === error.reason) return;
  connection.status = 'error';
  connection.reason = error.reason;
  connection.events.push(error.event);
}

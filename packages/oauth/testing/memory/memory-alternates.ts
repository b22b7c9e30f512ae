import type { AlternatesPort } from '../../src/refresh/alternates-port.js';
import type { MemoryDatabase } from './memory-rows.js';

/** Crashes after which nothing makes a grant due again by itself. */
const crashesAllowed = 5;

/** The part of the grants port that keeps token sets which missed the fence, over rows in memory. */
export function memoryAlternates(database: MemoryDatabase): AlternatesPort {
  const now = () => database.clock.now();
  return {
    keepAlternate: ({ grantId, attemptId }, tokens, lifeMs) =>
      database.write('keep_alternate', () => {
        const row = database.grants.get(grantId);
        if (!row || row.state === 'ended') return;
        if (!row.alternates.some((alternate) => alternate.attemptId === attemptId))
          row.alternates = [...row.alternates, { attemptId, tokens, keptAt: now(), keptUntil: now() + lifeMs }];
        const isGivenUp = row.dueAt === undefined && !row.attempt && row.attempts > 0 && row.crashes < crashesAllowed;
        if (row.state === 'live' && isGivenUp) Object.assign(row, { dueAt: now(), dueReason: 'other' });
      }),
    adoptAlternate: (fence) =>
      database.write('adopt_alternate', () => {
        const row = database.grants.get(fence.grantId);
        if (row?.state !== 'live' || row.generation !== fence.generation || row.attempt?.id !== fence.attemptId)
          return 'fence_missed';
        const newest = row.alternates.filter(({ keptUntil }) => keptUntil > now()).at(-1);
        if (!newest) return 'none';
        const { tokens, keptAt, attemptId } = newest;
        row.alternates = row.alternates.filter((alternate) => alternate !== newest);
        row.tokenSet = tokens.tokenSet;
        row.hasRefreshToken = tokens.hasRefreshToken;
        row.lifetimeSeconds = tokens.expiresInSeconds;
        row.expiresAt =
          tokens.expiresInSeconds === undefined
            ? undefined
            : keptAt + tokens.expiresInSeconds * 1000 - tokens.elapsedMs;
        if (tokens.grantedScopes) row.grantedScopes = tokens.grantedScopes;
        Object.assign(row, { generation: row.generation + 1, storedBy: attemptId, attempt: undefined });
        Object.assign(row, { attempts: 0, crashes: 0, dueAt: now(), dueReason: 'other' });
        return 'adopted';
      }),
  };
}

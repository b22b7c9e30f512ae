import type { Database } from '../database.js';
import { gather } from '../gather.js';
import { acrossTenantsSql } from '../tenant-scope.js';
import { type Stored, type Storing, storeRows, storeTokens } from './store.js';

/**
 * As latchkey_worker: stores the answers that come together with one statement and one commit; in a busy worker that is a
 * fraction of the cost of one each. Where the statement fails for what one of them holds, each is stored by itself.
 */
export function createStoring(db: Database): (storing: Storing) => Promise<Stored> {
  const store = gather<Storing, PromiseSettledResult<Stored>>({ atOnce: 2, most: 64 }, async (storings) => {
    if (storings.length > 1)
      try {
        return (await acrossTenantsSql(db, (client) => storeRows(client, storings), 'synchronous')).map((value) => ({
          status: 'fulfilled',
          value,
        }));
      } catch (error) {
        if (!isAboutARow(error)) throw error;
      }
    return Promise.allSettled(
      storings.map(({ claim, tokens, recovered }) => storeTokens(db, claim, tokens, recovered)),
    );
  });
  return async (storing) => {
    const outcome = await store(storing);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}

/** SQLSTATE classes 22 and 23: a value that is refused, a constraint. All else concerns every row alike. */
function isAboutARow(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code));
}

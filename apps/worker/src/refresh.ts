import { refreshDueGrants } from '@latchkey/oauth';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

/** The refresh tick: claims what is due and has a free slot, and starts it. */
export function refreshTick({ ports, slots, log }: WorkerDeps): TickHandler {
  return async (_ring, again) => {
    const work = await slots.refresh.claim((free, ended) =>
      refreshDueGrants(ports, {
        slots: free,
        // The store itself withholds takeovers for a while after it failed this process.
        takeover: 'allowed',
        onResult(grantId, result, lateSeconds) {
          ended();
          log.refreshed(grantId, result, lateSeconds);
        },
      }),
    );
    // When the slots were the limit, the next piece is claimed as soon as half of them are free: claims of one row each
    // would cost as much as refreshes, and a claim that waits for all would leave the others idle.
    if (work.more === 'yes') void slots.refresh.room().then(again);
    return { more: work.more === 'yes' ? 'elsewhere' : 'no' };
  };
}

import { revokeDueGrants } from '@latchkey/oauth';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

/** The revoke tick: ends the grants that their connections let go of. */
export function revokeTick({ ports, slots, log }: WorkerDeps): TickHandler {
  return async (ring) => {
    const work = await slots.revoke.claim((free, ended) =>
      revokeDueGrants(ports, {
        slots: free,
        onResult(grantId, result) {
          ended();
          log.revoked(grantId, result);
        },
      }),
    );
    if (work.more === 'yes') void work.settled.then(ring);
    return { more: work.more };
  };
}

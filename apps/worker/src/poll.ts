import { newId } from '@latchkey/db';
import { pollDueDevices } from '@latchkey/oauth';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

/** The poll tick: asks for the tokens of device authorizations that people are finishing at their providers. */
export function pollTick({ ports, slots, log }: WorkerDeps): TickHandler {
  return async (ring) => {
    const work = await slots.poll.claim((free, ended) =>
      pollDueDevices(ports, {
        slots: free,
        newGrantId: newId,
        onResult(deviceAuthorizationId, result) {
          ended();
          log.polled(deviceAuthorizationId, result);
        },
      }),
    );
    if (work.more === 'yes') void work.settled.then(ring);
    return { more: work.more };
  };
}

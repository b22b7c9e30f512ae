import { ensurePartitions, eraseExpired } from '@latchkey/db';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

const hour = 60 * 60 * 1000;

/** The reap tick: partitions ahead of time and past retention, expired sessions and records; hourly work, rung often. */
export function reapTick({ db, ports }: WorkerDeps): TickHandler {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = ports.clock.monotonic();
    if (now < next) return { more: 'no' };
    await ensurePartitions(db);
    await eraseExpired(db);
    next = now + hour;
    return { more: 'no' };
  };
}

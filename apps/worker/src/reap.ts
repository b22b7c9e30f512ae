import { ensurePartitions, reapAlternates, reapDevices, reapSessions, reapUnconfirmed } from '@latchkey/db';
import { eraseDeleted } from '@latchkey/db/management';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

const hour = 60 * 60 * 1000;

/**
 * The reap tick: ends and erases sessions and alternates that are past their time, erases what was deleted and is
 * revoked; once an hour, partitions ahead and past retention.
 */
export function reapTick({ db, ports }: WorkerDeps): TickHandler {
  let nextPartitions = Number.NEGATIVE_INFINITY;
  return async () => {
    await reapSessions(db);
    await reapUnconfirmed(db);
    await reapDevices(db);
    await reapAlternates(db);
    await eraseDeleted(db);
    if (ports.clock.monotonic() >= nextPartitions) {
      await ensurePartitions(db);
      nextPartitions = ports.clock.monotonic() + hour;
    }
    return { more: 'no' };
  };
}

import type { TickName } from '@latchkey/oauth';
import { chooseBackend, type OpenQueue, type OpenWorker, type QueueLocation } from './backend.js';
import type { OutageLog } from './outage-log.js';
import { within } from './within.js';

/** The producing side of the queue, which outlives outages. Each call rejects within a bounded time. */
export interface TickQueue {
  /** Adds a ring unless one is waiting already. */
  ring(tick: TickName): Promise<void>;
  /** When each scheduled tick rings next, in milliseconds of some clock: only good for seeing that it changes. */
  schedules(): Promise<ReadonlyMap<string, number>>;
  /** Makes or repairs the schedules of these ticks. */
  schedule(ticks: readonly TickName[], everyMs: number): Promise<void>;
  close(): Promise<void>;
}

const callMs = 3_000;

/** Rings carry no data and leave nothing behind. */
const ringOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

export function openTickQueue(location: QueueLocation, outage: OutageLog): TickQueue {
  const { backend, name } = chooseBackend(location);
  let queue: OpenQueue | undefined;

  function current(): OpenQueue {
    if (queue) return queue;
    const opened = backend.openQueue(name, { skipMetasUpdate: true });
    queue = opened;
    opened.on('error', (error) => outage.failed(error));
    // BullMQ keeps a failed first connection to Postgres for ever: a queue that never became ready is thrown away.
    opened.waitUntilReady().catch((error: unknown) => {
      outage.failed(error);
      if (queue === opened) queue = undefined;
      void shut(opened);
    });
    return opened;
  }

  return {
    async ring(tick) {
      // The id makes rings of one tick into one while it waits. The ring is over, and the id free, before a worker
      // looks at the rows; so a ring that was merged into another is answered by a look that begins after it.
      await within(callMs, 'a ring', current().add(tick, {}, { ...ringOptions, jobId: `ring-${tick}` }));
    },
    async schedules() {
      const found = await within(callMs, 'reading the schedules', current().getJobSchedulers());
      return new Map(found.map(({ key, next }) => [key, next ?? 0]));
    },
    async schedule(ticks, everyMs) {
      const upsert = (tick: TickName) =>
        current().upsertJobScheduler(tick, { every: everyMs }, { name: tick, data: {}, opts: ringOptions });
      await within(callMs, 'writing the schedules', Promise.all(ticks.map(upsert)));
    },
    async close() {
      if (queue) await shut(queue);
    },
  };
}

/** Shuts a queue or a worker, and after a while (its server may be away) no longer waits for it. Never rejects. */
export async function shut(opened: OpenQueue | OpenWorker): Promise<void> {
  await within(callMs, 'closing', opened.shut()).catch(() => undefined);
}

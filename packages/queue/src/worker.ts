import type { TickName } from '@latchkey/oauth';
import { chooseBackend, type OpenWorker, type QueueLocation } from './backend.js';
import { createOutageLog } from './outage-log.js';
import { watchSchedules } from './schedule.js';
import { openTickQueue, shut } from './tick-queue.js';
import { createTickRunner, type TickRunner } from './tick-runner.js';
import { type QueueLogger, type TickHandlers, tickIntervalMs, tickNames } from './ticks.js';
import { within } from './within.js';

const openMs = 5_000;

export interface TicksOptions extends QueueLocation {
  readonly handlers: TickHandlers;
  /** Milliseconds between two rings of one tick (default 5,000); the same in every worker. */
  readonly everyMs?: number;
  readonly logger: QueueLogger;
}

export interface Ticks {
  /** Asks idle workers to look at the rows now. Never rejects: when the queue is away, this process looks itself. */
  ring(tick: TickName): Promise<void>;
  /** Hears nothing any more, and waits for the handlers that run, without a limit. */
  close(): Promise<void>;
}

/**
 * Runs the handlers by the queue's ticks and rings. The queue carries no work and may be lost at any time: from a local
 * timer each worker puts missing schedules back, and while the queue is silent or unreachable it runs the handlers
 * itself, since the rows decide and claims keep two workers apart. Resolves when listening, reachable queue or not.
 */
export async function startTicks(options: TicksOptions): Promise<Ticks> {
  const { handlers, logger, everyMs = tickIntervalMs } = options;
  const ticks = tickNames.filter((tick) => handlers[tick]);
  const outage = createOutageLog(logger);
  const queue = openTickQueue(options, outage);
  const watch = watchSchedules(ticks, everyMs);
  const runner = createTickRunner({ handlers, ring, logger });
  let worker: OpenWorker | undefined;
  const dropped = new WeakSet<OpenWorker>();

  async function ring(tick: TickName): Promise<void> {
    try {
      await queue.ring(tick);
    } catch (error) {
      outage.failed(error);
      runner.start(tick);
    }
  }

  /** A worker that reports any error is thrown away, and a new one opened when the queue is seen to answer. */
  function drop(failed: OpenWorker, error: unknown): void {
    if (dropped.has(failed)) return;
    dropped.add(failed);
    outage.failed(error);
    if (worker === failed) worker = undefined;
    void shut(failed);
  }

  /** Puts back what the queue has forgotten, and listens to it. Rejects while it is away. */
  async function heal(): Promise<void> {
    const missing = watch.observe(await queue.schedules());
    const broken = new Set([...missing, ...watch.silent()]);
    if (broken.size > 0) await queue.schedule([...broken], everyMs);
    if (!worker) {
      const opened = await openTickWorker(options, runner, drop);
      if (!dropped.has(opened)) worker = opened;
    }
    if (watch.silent().length === 0) outage.works();
    else outage.failed(new Error('the queue does not ring'));
  }

  let healing: Promise<void> | undefined;
  function turn(): Promise<void> {
    for (const tick of watch.silent()) runner.start(tick);
    healing ??= heal()
      .catch((error: unknown) => outage.failed(error))
      .finally(() => {
        healing = undefined;
      });
    return healing;
  }

  // Schedules of an older release may have another interval.
  await queue.schedule(ticks, everyMs).catch((error: unknown) => outage.failed(error));
  await turn();
  const timer = setInterval(() => void turn(), everyMs);
  return {
    ring,
    async close() {
      clearInterval(timer);
      await healing;
      await Promise.all([worker && shut(worker), runner.stop()]);
      await queue.close();
    },
  };
}

/**
 * Hears the rings. A ring is over as soon as it is heard; the handler runs after that and holds no lock of the queue.
 * It listens only once its connections are ready, since BullMQ's loop would spin, without a pause and without letting
 * timers run, on one that failed at first. Rejects when they do not get ready.
 */
async function openTickWorker(
  options: TicksOptions,
  runner: TickRunner,
  onError: (worker: OpenWorker, error: unknown) => void,
): Promise<OpenWorker> {
  const { everyMs = tickIntervalMs } = options;
  const { backend, name } = chooseBackend(options);
  const worker = backend.openWorker(name, {
    autorun: false,
    concurrency: 1,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    // A ring that a killed process had just heard is freed soon.
    lockDuration: 10_000,
    stalledInterval: 10_000,
    runRetryDelay: Math.min(everyMs, 2_000),
    drainDelay: Math.max(1, Math.ceil(everyMs / 1_000)),
  });
  worker.on('error', (error) => onError(worker, error));
  worker.on('completed', ({ name }) => {
    const tick = tickNames.find((known) => known === name);
    if (tick !== undefined) runner.start(tick);
  });
  try {
    await within(openMs, 'opening a worker', worker.waitUntilReady());
  } catch (error) {
    void shut(worker);
    throw error;
  }
  worker.run().catch((error: unknown) => onError(worker, error));
  return worker;
}

import { openDoor } from '@latchkey/compose';
import { createWebhooks } from '@latchkey/db';
import type { Metrics, ReadinessCheck, Tracing, Warning } from '@latchkey/process';
import { startTicks } from '@latchkey/queue';
import type { Logger } from 'pino';
import type { WorkerConfig } from './config.js';
import { deliverTick } from './deliver-webhooks.js';
import { pollTick } from './poll.js';
import { reapTick } from './reap.js';
import { refreshTick } from './refresh.js';
import { revokeTick } from './revoke.js';
import { createSlots } from './slots.js';
import { createWorkLog } from './work-log.js';
import type { WorkerDeps } from './worker-deps.js';
import { createWorkerMetrics } from './worker-metrics.js';

/**
 * A running worker. `close` waits for what is under way, since a rotation is never abandoned; an answer that the store
 * does not take in time goes to the spool.
 */
export interface Worker {
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly warnings: Readonly<Record<string, Warning>>;
  /** The process begins to stop, the worker perhaps last. */
  depart(): void;
  close(): Promise<void>;
}

/** Joins the adapters and starts the ticks. */
export async function startWorker(
  config: WorkerConfig,
  logger: Logger,
  registry: Metrics,
  tracing?: Tracing,
): Promise<Worker> {
  const door = await openDoor(config, { name: 'worker', poolMax: 16, logger, tracing });
  if (config.spoolFolder === undefined)
    logger.warn('LATCHKEY_SPOOL_FOLDER is not set: an answer that cannot be stored is lost when this process is ended');
  const slots = {
    refresh: createSlots(config.slots),
    revoke: createSlots(config.slots),
    poll: createSlots(config.slots),
    deliver: createSlots(config.slots),
  };
  const metrics = createWorkerMetrics(registry, { ...door, slots });
  const { ports, db, txt } = door;
  const log = createWorkLog(logger, metrics);
  const deps: WorkerDeps = { ports, db, txt, webhooks: createWebhooks(db), slots, log };
  const ticks = await startTicks({
    url: config.queueUrl,
    everyMs: config.tickEveryMs,
    handlers: {
      refresh: refreshTick(deps),
      revoke: revokeTick(deps),
      poll: pollTick(deps),
      deliver: deliverTick(deps),
      reap: reapTick(deps),
    },
    logger,
  });
  let stopped: Promise<void> | undefined;
  // Nothing more is claimed from now on, however long other doors of the process take to close.
  const depart = () => {
    door.depart();
    stopped ??= ticks.close();
    stopped.catch(() => undefined); // `close` tells
  };
  return {
    checks: door.checks,
    warnings: door.warnings,
    depart,
    async close() {
      depart();
      await stopped;
      await Promise.all(Object.values(slots).map((kind) => kind.idle()));
      await door.close();
    },
  };
}

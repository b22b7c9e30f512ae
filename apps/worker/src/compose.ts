import { hostname } from 'node:os';
import { composePorts } from '@latchkey/compose';
import { openDatabase } from '@latchkey/db';
import type { ReadinessCheck } from '@latchkey/process';
import { openBell, startTicks } from '@latchkey/queue';
import type { Logger } from 'pino';
import type { WorkerConfig } from './config.js';
import { reapTick } from './reap.js';
import { refreshTick } from './refresh.js';
import { revokeTick } from './revoke.js';
import { createSlots } from './slots.js';
import { createWorkLog } from './work-log.js';
import type { WorkerDeps } from './worker-deps.js';

/** A running worker. `close` waits for what is under way: a rotation is never abandoned. */
export interface Worker {
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  close(): Promise<void>;
}

/** Joins the adapters and starts the ticks. */
export async function startWorker(config: WorkerConfig, logger: Logger): Promise<Worker> {
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: 16,
    applicationName: 'latchkey-worker',
    onError: (err) => logger.warn({ err }, 'database connection lost'),
  });
  const bell = await openBell({ url: config.queueUrl, logger });
  const { ports, close: closePorts } = composePorts({
    db,
    bell,
    keyEncryptionKeys: config.keyEncryptionKeys,
    egress: { loopback: config.loopback, baseUrls: config.baseUrls },
    holder: `worker@${hostname()}:${process.pid}`,
    onNotice: (notice) => logger.warn({ ...notice, err: notice.error, error: undefined }, notice.kind),
    ...(config.times ? { times: config.times } : {}),
  });
  const slots = { refresh: createSlots(config.slots), revoke: createSlots(config.slots) };
  const deps: WorkerDeps = { ports, db, slots, log: createWorkLog(logger) };
  const ticks = await startTicks({
    url: config.queueUrl,
    everyMs: config.tickEveryMs,
    handlers: { refresh: refreshTick(deps), revoke: revokeTick(deps), reap: reapTick(deps) },
    logger,
  });
  return {
    checks: { database: () => db.pool.query('SELECT 1') },
    async close() {
      await ticks.close();
      await Promise.all([slots.refresh.idle(), slots.revoke.idle()]);
      await bell.close();
      await closePorts();
      await db.close();
    },
  };
}

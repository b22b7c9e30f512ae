import { hostname } from 'node:os';
import { composePorts } from '@latchkey/compose';
import { openDatabase } from '@latchkey/db';
import { listen, type ReadinessCheck } from '@latchkey/process';
import { openBell } from '@latchkey/queue';
import type { Logger } from 'pino';
import { buildCallback } from './app.js';
import type { CallbackConfig } from './config.js';

/** A running callback door. */
export interface Callback {
  /** Where it listens, which need not be its public URL. */
  readonly url: string;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  close(): Promise<void>;
}

/** Joins the adapters, builds the door and lets it listen. */
export async function startCallback(config: CallbackConfig, logger: Logger): Promise<Callback> {
  const publicUrl = config.publicUrl.replace(/\/+$/, '');
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: 10,
    applicationName: 'latchkey-callback',
    onError: (err) => logger.warn({ err }, 'database connection lost'),
  });
  const bell = await openBell({ url: config.queueUrl, logger });
  const { ports, close: closePorts } = composePorts({
    db,
    bell,
    keyEncryptionKeys: config.keyEncryptionKeys,
    egress: { loopback: config.loopback, baseUrls: [publicUrl] },
    holder: `callback@${hostname()}:${process.pid}`,
    onNotice: (notice) => logger.warn({ ...notice, err: notice.error, error: undefined }, notice.kind),
    ...(config.times ? { times: config.times } : {}),
  });
  const app = await buildCallback({ ports, db, publicUrl, region: config.region }, logger);
  const close = async () => {
    await app.close();
    await bell.close();
    await closePorts();
    await db.close();
  };
  try {
    const url = await listen(app, { host: config.host, port: config.port, variable: 'LATCHKEY_CALLBACK_PORT' });
    return { url, checks: { database: () => db.pool.query('SELECT 1') }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

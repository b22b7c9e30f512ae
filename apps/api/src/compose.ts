import { hostname } from 'node:os';
import { composePorts } from '@latchkey/compose';
import { openDatabase } from '@latchkey/db';
import { listen, type ReadinessCheck } from '@latchkey/process';
import { openBell } from '@latchkey/queue';
import type { Logger } from 'pino';
import { buildApi } from './app.js';
import type { ApiConfig } from './config.js';

/** A running API. */
export interface RunningApi {
  /** Where it listens, such as `http://127.0.0.1:4100`. */
  readonly url: string;
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  close(): Promise<void>;
}

/** Joins the adapters, builds the door and lets it listen. */
export async function startApi(config: ApiConfig, logger: Logger): Promise<RunningApi> {
  const callbackPublicUrl = config.callbackPublicUrl.replace(/\/+$/, '');
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: 10,
    applicationName: 'latchkey-api',
    onError: (err) => logger.warn({ err }, 'database connection lost'),
  });
  const bell = await openBell({ url: config.queueUrl, logger });
  const { ports, close: closePorts } = composePorts({
    db,
    bell,
    keyEncryptionKeys: config.keyEncryptionKeys,
    egress: { loopback: config.loopback, baseUrls: [callbackPublicUrl] },
    holder: `api@${hostname()}:${process.pid}`,
    onNotice: (notice) => logger.warn({ ...notice, err: notice.error, error: undefined }, notice.kind),
    ...(config.times ? { times: config.times } : {}),
  });
  const { loopback, trustedProxies = [] } = config;
  const app = await buildApi({ db, ports, callbackPublicUrl, loopback }, logger, { trustedProxies });
  const close = async () => {
    await app.close();
    await bell.close();
    await closePorts();
    await db.close();
  };
  try {
    const url = await listen(app, { host: config.host, port: config.port, variable: 'LATCHKEY_API_PORT' });
    return { url, checks: { database: () => db.pool.query('SELECT 1') }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

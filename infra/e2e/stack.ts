import { randomBytes } from 'node:crypto';
import { type FreshDatabase, freshDatabase } from '@latchkey/db/testing';
import { type LatchkeyOptions, type RunningLatchkey, startLatchkey } from '@latchkey/latchkey';
import { createLogger } from '@latchkey/process';
import { prepareQueue } from '@latchkey/queue';
import { type KeyRing, openEnvironmentKeys, redactLine } from '@latchkey/vault';
import pg from 'pg';
import type { Test } from 'tap';
import { type ApiClient, apiClient } from './api-client.js';
import { freePort } from './free-port.js';
import { keepLog } from './kept-log.js';

/** Where browsers and API clients find a running Latchkey; in one process or in several. */
export interface Site {
  readonly urls: RunningLatchkey['urls'];
  readonly api: ApiClient;
  readonly connectionId: string;
}

/** All of Latchkey in this process on a database of its own, with the sandbox on other loopback addresses. */
export interface Stack extends RunningLatchkey, Site {
  readonly database: FreshDatabase;
  /** As superuser, for looking at rows. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Every line that was logged, after redaction. */
  readonly log: readonly string[];
}

export type StackOptions = Partial<
  Pick<
    LatchkeyOptions,
    | 'accessTokenSeconds'
    | 'redisUrl'
    | 'tickEveryMs'
    | 'times'
    | 'sandboxFolder'
    | 'callback'
    | 'wizardUrl'
    | 'regions'
    | 'dnsServers'
  >
>;

/** A key ring that nobody else has. */
export function newKeyRing(): KeyRing {
  return openEnvironmentKeys({ LATCHKEY_KEY: newKey() });
}

/** The same as the text of `LATCHKEY_KEY`. */
export function newKey(): string {
  return `kek-test:${randomBytes(32).toString('base64url')}`;
}

/** Starts a stack, and takes it down after the test. */
export async function startStack(t: Test, options: StackOptions = {}): Promise<Stack> {
  const database = await freshDatabase();
  t.teardown(() => database.drop());
  await prepareQueue(database.ownerUrl);
  const log: string[] = [];
  const keep = keepLog('all');
  const logger = createLogger({
    name: 'e2e',
    redact: redactLine,
    level: 'debug',
    destination: {
      write(line) {
        log.push(line);
        keep(line);
      },
    },
  });
  t.teardown(() => {
    if (!t.passing()) for (const line of log.filter((it) => !/"level":"(debug|info)"/.test(it))) t.comment(line.trim());
  });
  const latchkey = await startLatchkey({
    accessTokenSeconds: 60,
    tickEveryMs: 250,
    ...options,
    database: { owner: database.ownerUrl, app: database.appUrl, worker: database.workerUrl },
    keyEncryptionKeys: newKeyRing(),
    api: await addressOn('127.0.0.1'),
    callback: options.callback ?? (await addressOn('127.0.0.1')),
    provider: await addressOn('127.0.0.2'),
    vendor: await addressOn('127.0.0.3'),
    logger,
  });
  t.teardown(() => latchkey.close());
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  admin.on('error', () => undefined); // told by the query that it interrupts
  t.teardown(() => admin.end());
  return {
    ...latchkey,
    api: apiClient(latchkey.urls.api, latchkey.demo.apiKey),
    connectionId: latchkey.demo.connectionId,
    database,
    log,
    query: async (sql, values = []) => (await admin.query(sql, [...values])).rows,
  };
}

/** A free port of a loopback address. */
export async function addressOn(host: string) {
  return { host, port: await freePort(host) };
}

import { type FreshDatabase, freshDatabase } from '@latchkey/db/testing';
import { protocolTimes } from '@latchkey/oauth';
import {
  type AuthorizationServerOptions,
  type ScriptableAuthorizationServer,
  startAuthorizationServer,
} from '@latchkey/oauth/testing';
import { type Arranged, type ArrangeOptions, arrange, newKeyEncryptionKey } from '../e2e/arrange.js';
import { openRows, type Rows } from '../e2e/grant-rows.js';
import { type Door, type Processes, type ProcessesOptions, startProcesses } from '../e2e/processes.js';
import type { QueueUnderTest } from '../e2e/queues.js';
import type { Given } from './fault.js';

/** The URLs of a database, by login. */
export type DatabaseUrls = Pick<FreshDatabase, 'adminUrl' | 'ownerUrl' | 'appUrl' | 'workerUrl'>;

/** A database, a provider that keeps a ledger, and one vendor's organization; no process of Latchkey yet. */
export interface World {
  readonly given: Given;
  readonly database: DatabaseUrls;
  readonly server: ScriptableAuthorizationServer;
  readonly arranged: Arranged;
  readonly rows: Rows;
  readonly queue: QueueUnderTest;
  /** Starts Latchkey's processes with the row's times, on the row's queue. */
  start(doors: readonly Door[], options?: Partial<ProcessesOptions>): Promise<Processes>;
  /** Another organization, at a provider of its own if that is given. */
  another(options: Omit<ArrangeOptions, 'database' | 'key'>): Promise<Arranged>;
}

export interface WorldOptions {
  readonly server?: Partial<AuthorizationServerOptions>;
  /** Of the organization. */
  readonly arrangement?: Partial<ArrangeOptions>;
  /** A database of its own where it is left out. */
  readonly database?: DatabaseUrls;
}

/** Between two ticks of one kind, undivided (RELIABILITY: "every 5 s"). */
const tickMs = 5000;

/** The row's ticks, divided like the protocol's times, but never so short that they alone keep a process busy. */
export function tickMsOf({ timesDivisor }: Pick<Given, 'timesDivisor'>): number {
  return Math.max(250, Math.round(tickMs / timesDivisor));
}

/** The life of access tokens, in seconds, that makes each grant due again as soon as the row's times allow, or every ten. */
export function shortLifeOf({ timesDivisor }: Pick<Given, 'timesDivisor'>): number {
  return Math.max(12, Math.ceil(protocolTimes.refreshIntervalMin / timesDivisor / 700));
}

export async function openWorld(given: Given, options: WorldOptions = {}): Promise<World> {
  const { scope, timesDivisor } = given;
  const database = options.database ?? (await ownDatabase(given));
  const server = await startAuthorizationServer({ clients: [], ...options.server });
  scope.teardown(() => server.close());
  const key = newKeyEncryptionKey();
  const rows = openRows(scope, database.adminUrl);
  const arranged = await arrange(scope, { database, key, server, ...options.arrangement });
  const queue = await given.queue.open(scope, rows);
  const queueUrl = queue.url === undefined ? {} : { queueUrl: queue.url };
  return {
    ...{ given, database, server, arranged, rows, queue },
    another: (other) => arrange(scope, { database, key, ...other }),
    start: (doors, more = {}) =>
      startProcesses(scope, {
        ...{ database, key, doors, timesDivisor, tickMs: tickMsOf(given), logLevel: 'info', ...queueUrl, ...more },
      }),
  };
}

async function ownDatabase({ scope }: Given): Promise<FreshDatabase> {
  const database = await freshDatabase();
  scope.teardown(() => database.drop());
  return database;
}

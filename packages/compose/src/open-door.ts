import { hostname } from 'node:os';
import { type Database, openDatabase } from '@latchkey/db';
import type { Ports, ProtocolTimes } from '@latchkey/oauth';
import { openBell, type QueueLogger } from '@latchkey/queue';
import type { KeyRing } from '@latchkey/vault';
import { composePorts } from './compose-ports.js';

/** What every door and the worker are configured with. */
export interface DoorConfig {
  readonly databaseUrl: string;
  /** `redis://…`, or a Postgres URL. */
  readonly queueUrl: string;
  readonly keyEncryptionKeys: KeyRing;
  /** `development` lets providers and vendors be on loopback over http; refused beside a public base URL. */
  readonly loopback: 'development' | 'never';
  readonly times?: ProtocolTimes;
}

/** The adapters of one process, joined. */
export interface OpenDoor {
  readonly ports: Ports;
  readonly db: Database;
  /** For `/readyz`. */
  readonly checks: { readonly database: () => Promise<unknown> };
  close(): Promise<void>;
}

/**
 * Opens database, bell and outbound client for one process and joins them into the engine's ports. `name` shows in the
 * database's list of sessions and in the rows of open attempts; `baseUrls` are the product's own, never called.
 */
export async function openDoor(
  config: DoorConfig,
  options: {
    readonly name: string;
    readonly poolMax: number;
    readonly baseUrls: readonly string[];
    readonly logger: QueueLogger;
  },
): Promise<OpenDoor> {
  const { name, logger } = options;
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: options.poolMax,
    applicationName: `latchkey-${name}`,
    onError: (err) => logger.warn({ err }, 'database connection lost'),
  });
  const bell = await openBell({ url: config.queueUrl, logger });
  const { ports, close } = composePorts({
    db,
    bell,
    keyEncryptionKeys: config.keyEncryptionKeys,
    egress: { loopback: config.loopback, baseUrls: options.baseUrls },
    holder: `${name}@${hostname()}:${process.pid}`,
    onNotice: ({ error, ...notice }) => logger.warn({ ...notice, err: error }, notice.kind),
    ...(config.times ? { times: config.times } : {}),
  });
  return {
    ports,
    db,
    checks: { database: () => db.pool.query('SELECT 1') },
    async close() {
      await bell.close();
      await close();
      await db.close();
    },
  };
}

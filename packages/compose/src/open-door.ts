import { hostname } from 'node:os';
import { type Database, openDatabase, type TakeoverWatch } from '@latchkey/db';
import { createTxtLookup, type EgressGuardOptions, type TxtLookup } from '@latchkey/http';
import { type Ports, type ProtocolTimes, protocolTimes } from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';
import { openBell, openRedisText, type QueueLogger } from '@latchkey/queue';
import type { KeyRing } from '@latchkey/vault';
import { composePorts } from './compose-ports.js';
import { noSpool, openFileSpool } from './file-spool.js';
import { watchOwnHosts } from './own-hosts.js';
import { createRateLimiter, type RateLimiter } from './rate-limits/rate-limiter.js';
import { defaultRateLimits, type RateLimits, type RateRules, rateRules } from './rate-limits/rate-rules.js';
import { fileMark } from './restore/file-mark.js';
import { memoryMark } from './restore/mark-store.js';
import { redisMark } from './restore/redis-mark.js';
import { type RestoreGuard, startRestoreGuard } from './restore/restore-guard.js';

/** What every door and the worker are configured with. */
export interface DoorConfig {
  readonly databaseUrl: string;
  /** `redis://…`, or a Postgres URL. */
  readonly queueUrl: string;
  readonly keyEncryptionKeys: KeyRing;
  /** `development` lets providers and vendors be on loopback over http; refused beside a public base URL. */
  readonly loopback: 'development' | 'never';
  /** The product's own public base URLs, never called by itself. */
  readonly baseUrls: readonly string[];
  readonly times?: ProtocolTimes;
  /** Where answers are left that cannot be stored before the process has to end; processes of one machine share it. */
  readonly spoolFolder?: string;
  /** DNS servers that TXT records are looked up at, as `192.0.2.53` or `192.0.2.53:5353`; the system's when left out. */
  readonly dnsServers?: readonly string[];
  /** How many requests are taken from one caller; `defaultRateLimits` when left out. */
  readonly rateLimits?: RateLimits;
}

/** The adapters of one process, joined. */
export interface OpenDoor {
  readonly ports: Ports;
  readonly db: Database;
  readonly txt: TxtLookup;
  /** What outbound requests are held to, for a look before they are made. */
  readonly egress: EgressGuardOptions;
  /** For `/readyz`. */
  readonly checks: { readonly database: () => Promise<unknown> };
  /** Told by `/readyz` of a process that is ready all the same. */
  readonly warnings: { readonly restore: () => string | undefined };
  readonly restoreGuard: Pick<RestoreGuard, 'shut' | 'fence'>;
  /** Whether this process may take over now. */
  readonly takeover: TakeoverWatch;
  /** Counts requests against the limits that all processes share. */
  readonly rateLimiter: RateLimiter;
  readonly rateRules: RateRules;
  /** The process begins to stop: answers that the store does not take in time go to the spool, so that it can end. */
  depart(): void;
  close(): Promise<void>;
}

/**
 * Opens database, bell and outbound client for one process and joins them into the engine's ports. `name` shows in the
 * database's list of sessions and in the rows of open attempts.
 */
export async function openDoor(
  config: DoorConfig,
  options: {
    readonly name: string;
    readonly poolMax: number;
    readonly logger: QueueLogger;
    readonly tracing?: Tracing | undefined;
  },
): Promise<OpenDoor> {
  const { name, logger } = options;
  const spool = config.spoolFolder === undefined ? noSpool() : await openFileSpool(config.spoolFolder);
  const db = openDatabase({
    url: config.databaseUrl,
    poolMax: options.poolMax,
    applicationName: `latchkey-${name}`,
    onError: (err) => logger.warn({ err }, 'database connection lost'),
  });
  const bell = await openBell({ url: config.queueUrl, logger });
  const { witnessBeat: everyMs } = config.times ?? protocolTimes;
  const marks = openMarks(config, logger);
  const restoreGuard = startRestoreGuard({ db, store: marks.store, everyMs, logger });
  const ownHosts = watchOwnHosts({
    db,
    onFailure: (err) => logger.warn({ err }, 'custom domains are not known as own hosts: their list was not read'),
  });
  const egress = { loopback: config.loopback, baseUrls: config.baseUrls, isOwnHost: ownHosts.has };
  const { ports, takeover, close } = composePorts({
    db,
    bell,
    fence: restoreGuard.fence,
    tracing: options.tracing,
    keyEncryptionKeys: config.keyEncryptionKeys,
    spool,
    egress,
    holder: `${name}@${hostname()}:${process.pid}`,
    onNotice: ({ error, ...notice }) => logger.warn({ ...notice, err: error }, notice.kind),
    ...(config.times ? { times: config.times } : {}),
  });
  let departure: NodeJS.Timeout | undefined;
  return {
    ports,
    db,
    txt: createTxtLookup(config.dnsServers),
    egress,
    checks: { database: () => db.pool.query('SELECT 1') },
    warnings: { restore: restoreGuard.warning },
    restoreGuard,
    takeover,
    rateLimiter: createRateLimiter({
      db,
      clock: ports.clock,
      onFailure: (err) => logger.warn({ err }, 'limits on requests are counted by this process alone for some seconds'),
    }),
    rateRules: rateRules(config.rateLimits ?? defaultRateLimits),
    depart() {
      departure ??= setTimeout(() => spool.leave(), ports.times.departure);
    },
    async close() {
      clearTimeout(departure);
      ownHosts.close();
      await restoreGuard.close();
      await marks.close();
      await bell.close();
      await close();
      await db.close();
    },
  };
}

/** The witness's mark is where it lives longest: on a disk, else beside the queue on Redis, else in memory. */
function openMarks(config: DoorConfig, logger: QueueLogger) {
  if (config.spoolFolder !== undefined) return { store: fileMark(config.spoolFolder), close: async () => undefined };
  if (!/^rediss?:/.test(config.queueUrl)) return { store: memoryMark(), close: async () => undefined };
  const text = openRedisText({ url: config.queueUrl, key: 'latchkey:restore-witness', logger });
  return { store: redisMark(text), close: text.close };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import type { Rows } from './grant-rows.js';
import type { Scope } from './scope.js';

/** What carries the ticks, and how to ill-treat it. */
export interface QueueUnderTest {
  /** For `startProcesses`; Postgres carries the queue when undefined. */
  readonly url?: string;
  /** Forgets everything. */
  wipe(): Promise<void>;
}

/** A Redis server of one test's own. */
export interface RedisServer extends QueueUnderTest {
  readonly url: string;
  /** Ends it at once; what it knew is gone. */
  stop(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** A queue that cannot be tried here says why in `skip`. */
export const queues: readonly {
  readonly name: 'postgres' | 'redis';
  readonly skip: string | false;
  open(scope: Scope, rows: Rows): Promise<QueueUnderTest>;
}[] = [
  { name: 'postgres', skip: false, open: async (_scope, rows) => ({ wipe: () => truncate(rows) }) },
  {
    name: 'redis',
    skip: process.env.TEST_REDIS_URL ? false : 'no redis-server: install it (apt-get install redis-server)',
    open: (scope) => startRedis(scope),
  },
];

/** Starts a Redis that keeps nothing on disk, and ends it after the test. */
export async function startRedis(scope: Scope): Promise<RedisServer> {
  const port = await freePort('127.0.0.1');
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | undefined;
  const stop = async () => {
    const ending = server;
    server = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.kill('SIGKILL');
    await once(ending, 'exit');
  };
  const start = async () => {
    const options = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    server = spawn('redis-server', options.map(String), { stdio: 'ignore' });
    await withRedis(url, (redis) => redis.ping());
  };
  scope.teardown(stop);
  await start();
  return { url, start, stop, wipe: () => withRedis(url, (redis) => redis.flushall()) };
}

async function withRedis(url: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 400 });
  redis.on('error', () => undefined); // it is just starting
  try {
    await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** Every table of BullMQ's schema, its record of migrations too: then only what the code puts back is there. */
async function truncate(rows: Rows): Promise<void> {
  const tables = await rows.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq'",
  );
  await rows.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import pg from 'pg';
import { prepareQueue } from '../src/index.js';

/** A queue that a test may use and ill-treat. */
export interface TestQueue {
  readonly url: string;
  /** Forgets everything, as FLUSHALL or TRUNCATE do. */
  wipe(): Promise<void>;
  /** How many jobs the queue holds, schedules' next ones included. */
  jobs(): Promise<number>;
  /** Ends all connections and lets none in, until `back`. */
  away(): Promise<void>;
  back(): Promise<void>;
  close(): Promise<void>;
}

/** The backends at hand; a text says why one cannot be tried and how to get it. */
export const backends: Readonly<Record<string, string | (() => Promise<TestQueue>)>> = {
  redis: isOnPath('redis-server')
    ? startRedis
    : process.env.TEST_REDIS_URL
      ? () => sharedRedis(process.env.TEST_REDIS_URL ?? '')
      : 'no redis-server: install it (apt-get install redis-server) or set TEST_REDIS_URL',
  postgres: process.env.TEST_DATABASE_URL
    ? () => freshDatabase(process.env.TEST_DATABASE_URL ?? '')
    : 'TEST_DATABASE_URL is not set: the superuser URL of a throwaway Postgres',
};

function isOnPath(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

async function startRedis(): Promise<TestQueue> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess;
  const start = async () => {
    server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
    server.stdout?.resume();
    await withRedis(url, (redis) => redis.ping());
  };
  const kill = async () => {
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  await start();
  return { ...redisOperations(url), away: kill, back: start, close: kill };
}

/** A Redis that others use too: only this package's keys are touched, and it never goes away. */
async function sharedRedis(url: string): Promise<TestQueue> {
  const never = () => Promise.reject(new Error('a shared Redis cannot be stopped'));
  const { wipe, ...operations } = redisOperations(url);
  return { ...operations, wipe, away: never, back: never, close: wipe };
}

function redisOperations(url: string) {
  const keys = (redis: Redis) => redis.keys('bull:*-ticks:*');
  return {
    url,
    wipe: () =>
      withRedis(url, async (redis) => {
        const found = await keys(redis);
        if (found.length > 0) await redis.del(...found);
      }),
    jobs: () =>
      withRedis(url, async (redis) => {
        const found = await keys(redis);
        // Job hashes are bull:<queue>:<id>; a schedule's own hash has no time behind its name.
        return found.filter((key) => /:(?:ring-[a-z]+|\d+|repeat:[a-z_]+:\d+)$/.test(key)).length;
      }),
  };
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  redis.on('error', () => {});
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function freshDatabase(superuserUrl: string): Promise<TestQueue> {
  const name = `queue_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(superuserUrl);
  url.pathname = `/${name}`;
  const maintenance = new URL(superuserUrl);
  maintenance.pathname = '/postgres';
  const admin = (sql: string) => query(maintenance.href, sql);
  const disconnect = () => admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
  await admin(`CREATE DATABASE ${name}`);
  await prepareQueue(url.href);
  return {
    url: url.href,
    async wipe() {
      const tables = await query(url.href, "SELECT tablename AS t FROM pg_tables WHERE schemaname = 'bullmq'");
      await query(url.href, `TRUNCATE ${tables.map(({ t }) => `bullmq."${t}"`).join(', ')}`);
    },
    async jobs() {
      return Number((await query(url.href, 'SELECT count(*) AS n FROM bullmq.job'))[0]?.n);
    },
    async away() {
      await admin(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
      await disconnect();
    },
    async back() {
      await admin(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    },
    async close() {
      await admin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export async function query(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows;
  } finally {
    await client.end();
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import type { FreshDatabase } from '@latchkey/db/testing';
import { prepareQueue } from '@latchkey/queue';
import pg from 'pg';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { makeConnections } from '../connections.js';
import { doorEnvironment } from '../door-environment.js';
import { makeOrganization } from '../organization.js';
import type { BenchProcess } from '../processes.js';
import { inRounds, median, rounded } from '../rounds.js';
import type { Counted } from './provider.js';

const connections = 3000;
/** The worker's default. */
const slots = 64;

interface Round {
  readonly perSecond: number;
  /** CPU microseconds of the refreshing process for each refresh. */
  readonly cpuMicros: number | undefined;
}

/**
 * Three thousand due connections through tick, claim, provider and store, on each queue, against as many POSTs to the same
 * provider and UPDATEs of a sealed row, 64 at a time.
 */
export const benchmark: Benchmark = async (context) => {
  const { processes, rounds = 5 } = context;
  const provider = await processes.script(new URL('provider.ts', import.meta.url), {});
  const floor = await startFloor(context, provider);
  const contestants: Record<string, () => Promise<Round>> = {
    floor: () => measureFloor(floor, provider),
    postgres: await startQueue(context, provider, context.database, undefined),
  };
  if (context.redisUrl !== undefined)
    contestants.redis = await startQueue(context, provider, await context.freshDatabase(), context.redisUrl);
  await inRounds(1, contestants);
  const measured = await inRounds(rounds, contestants);
  const perSecond = (name: string) => (measured[name] ?? []).map((round) => round.perSecond);
  const cpu = (name: string) => rounded(median((measured[name] ?? []).map(({ cpuMicros = Number.NaN }) => cpuMicros)));
  const ratio = (name: string) =>
    rounded(median(perSecond(name).map((ours, round) => ours / (perSecond('floor')[round] ?? 0))));
  const queues = Object.keys(contestants).filter((name) => name !== 'floor');
  const slowest = queues.reduce((slow, name) => (ratio(name) < ratio(slow) ? name : slow));
  const byName = <Value>(value: (name: string) => Value) =>
    Object.fromEntries(Object.keys(contestants).map((name) => [name, value(name)]));
  return {
    name: 'refresh',
    unit: 'refreshes per second, on the slower queue',
    ours: rounded(median(perSecond(slowest))),
    floor: rounded(median(perSecond('floor'))),
    ratio: ratio(slowest),
    queues: Object.fromEntries(
      queues.map((name) => [name, { perSecond: rounded(median(perSecond(name))), ratio: ratio(name) }]),
    ),
    cpuMicros: byName(cpu),
    connections,
    slots,
    rounds,
    perRound: byName((name) => perSecond(name).map(Math.round)),
  };
};

async function startFloor({ database, processes }: BenchContext, provider: BenchProcess): Promise<BenchProcess> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(`
    CREATE TABLE bench_floor (id uuid PRIMARY KEY, sealed bytea NOT NULL, expires_at timestamptz NOT NULL)
      WITH (fillfactor = 70);
    ALTER TABLE bench_floor ALTER COLUMN sealed SET STORAGE EXTERNAL;
    GRANT SELECT, UPDATE ON bench_floor TO latchkey_worker;
    INSERT INTO bench_floor
      SELECT uuidv7(), decode(repeat('ab', 800), 'hex'), now() FROM generate_series(1, ${connections})`);
  await admin.query('VACUUM (ANALYZE) bench_floor');
  await admin.end();
  return await processes.script(new URL('floor.ts', import.meta.url), {
    DATABASE_URL: database.workerUrl,
    PROVIDER_URL: provider.url as string,
    CONCURRENCY: String(slots),
  });
}

async function measureFloor(floor: BenchProcess, provider: BenchProcess): Promise<Round> {
  const cpu = cpuOf(floor);
  floor.send({});
  const { count, ms } = await floor.message<{ readonly count: number; readonly ms: number }>();
  await counted(provider, count);
  return { perSecond: (count / ms) * 1000, cpuMicros: cpu(count) };
}

/** Starts a worker on a database of its own, with the queue there or on Redis; the function measures one round. */
async function startQueue(
  context: BenchContext,
  provider: BenchProcess,
  database: FreshDatabase,
  redisUrl: string | undefined,
): Promise<() => Promise<Round>> {
  const organization = await makeOrganization(database, `${provider.url}/token`);
  context.atEnd(() => organization.db.close());
  await makeConnections(database, organization, connections, 'sealed');
  if (redisUrl === undefined) await prepareQueue(database.ownerUrl);
  const worker = await context.processes.door('worker', {
    ...doorEnvironment('worker', { database, key: organization.key }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  context.atEnd(() => admin.end());
  return async () => {
    const cpu = cpuOf(worker);
    await admin.query('UPDATE grant_clock SET due_at = now()');
    for (;;) {
      await wait(100);
      const { rows } = await admin.query<{ due: boolean; last: Date }>(
        `SELECT EXISTS (SELECT FROM grant_clock WHERE due_at <= now()) AS due, max(refreshed_at) AS last FROM grant_clock`,
      );
      const [row] = rows;
      if (!row || row.due) continue;
      const { first } = await counted(provider, connections);
      return { perSecond: (connections / (row.last.getTime() - first)) * 1000, cpuMicros: cpu(connections) };
    }
  };
}

/** What the provider counted since it was last asked; throws when a refresh was asked for twice or not at all. */
async function counted(provider: BenchProcess, expected: number): Promise<Counted> {
  provider.send({});
  const counts = await provider.message<Counted>();
  if (counts.count !== expected) throw new Error(`the provider counted ${counts.count} requests of ${expected}`);
  return counts;
}

function cpuOf(process: BenchProcess): (count: number) => number | undefined {
  const before = process.cpuSeconds();
  return (count) => {
    const after = process.cpuSeconds();
    return before === undefined || after === undefined ? undefined : ((after - before) / count) * 1e6;
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import type { FreshDatabase } from '@latchkey/db/testing';
import { prepareQueue } from '@latchkey/queue';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { connectAdmin } from '../connect-admin.js';
import { makeConnections } from '../connections.js';
import { meterCpu } from '../cpu-meter.js';
import { type DatabaseCpu, databaseCpu } from '../database-cpu.js';
import { doorEnvironment } from '../door-environment.js';
import { makeOrganization } from '../organization.js';
import type { BenchProcess } from '../processes.js';
import type { Counted } from '../provider.js';
import { inRounds, median, rounded } from '../rounds.js';

const connections = 3000;
/** The worker's default. */
const slots = 64;

interface Round {
  readonly perSecond: number;
  /** CPU microseconds of the refreshing process for each refresh. */
  readonly cpuMicros: number | undefined;
  /** Of the database's. */
  readonly databaseCpuMicros: number | undefined;
}

/**
 * Three thousand due connections through tick, claim, provider and store, on each queue, against as many POSTs to the same
 * provider and UPDATEs of a sealed row, 64 at a time.
 */
export const benchmark: Benchmark = async (context) => {
  const { processes, rounds = 5 } = context;
  const provider = await processes.script(new URL('../provider.ts', import.meta.url), {});
  const floor = await startFloor(context, provider);
  const admin = await connectAdmin(context.database);
  context.atEnd(() => admin.end());
  const postgres = await databaseCpu(admin);
  const start = (database: FreshDatabase, redisUrl: string | undefined) =>
    startQueue(context, { provider, postgres, database, redisUrl });
  const contestants: Record<string, () => Promise<Round>> = {
    floor: () => measureFloor(floor, provider, postgres),
    postgres: await start(context.database, undefined),
  };
  if (context.redisUrl !== undefined) contestants.redis = await start(await context.freshDatabase(), context.redisUrl);
  await inRounds(1, contestants);
  const measured = await inRounds(rounds, contestants);
  const perSecond = (name: string) => (measured[name] ?? []).map((round) => round.perSecond);
  const cpu = (of: 'cpuMicros' | 'databaseCpuMicros') => (name: string) =>
    rounded(median((measured[name] ?? []).map((round) => round[of] ?? Number.NaN)));
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
    cpuMicros: byName(cpu('cpuMicros')),
    databaseCpuMicros: byName(cpu('databaseCpuMicros')),
    connections,
    slots,
    rounds,
    perRound: byName((name) => perSecond(name).map(Math.round)),
  };
};

async function startFloor({ database, processes }: BenchContext, provider: BenchProcess): Promise<BenchProcess> {
  const admin = await connectAdmin(database);
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

async function measureFloor(floor: BenchProcess, provider: BenchProcess, postgres: DatabaseCpu): Promise<Round> {
  const cpu = meterCpu(floor);
  const databaseCpuOf = meterCpu(postgres);
  floor.send({});
  const { count, ms } = await floor.message<{ readonly count: number; readonly ms: number }>();
  await counted(provider, count);
  return { perSecond: (count / ms) * 1000, cpuMicros: cpu(count), databaseCpuMicros: databaseCpuOf(count) };
}

/** Starts a worker on a database of its own, with the queue there or on Redis; the function measures one round. */
async function startQueue(
  context: BenchContext,
  given: {
    readonly provider: BenchProcess;
    readonly postgres: DatabaseCpu;
    readonly database: FreshDatabase;
    readonly redisUrl: string | undefined;
  },
): Promise<() => Promise<Round>> {
  const { provider, postgres, database, redisUrl } = given;
  const organization = await makeOrganization(database, provider.url);
  context.atEnd(() => organization.db.close());
  const plan = { count: connections, tokens: 'sealed', age: 'just_issued', say: context.say } as const;
  await makeConnections(database, organization, plan);
  if (redisUrl === undefined) await prepareQueue(database.ownerUrl);
  const worker = await context.processes.door('worker', {
    ...doorEnvironment('worker', { database, key: organization.key }),
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  });
  const admin = await connectAdmin(database);
  context.atEnd(() => admin.end());
  return async () => {
    await admin.query('UPDATE grant_clock SET due_at = now()');
    const cpu = meterCpu(worker);
    const databaseCpuOf = meterCpu(postgres);
    for (;;) {
      await wait(100);
      const { rows } = await admin.query<{ due: boolean; last: Date }>(
        `SELECT EXISTS (SELECT FROM grant_clock WHERE due_at <= now()) AS due, max(refreshed_at) AS last FROM grant_clock`,
      );
      const [row] = rows;
      if (!row || row.due) continue;
      const { first } = await counted(provider, connections);
      const perSecond = (connections / (row.last.getTime() - first)) * 1000;
      return { perSecond, cpuMicros: cpu(connections), databaseCpuMicros: databaseCpuOf(connections) };
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

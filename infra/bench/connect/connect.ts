import type { FreshDatabase } from '@latchkey/db/testing';
import type pg from 'pg';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { connectAdmin } from '../connect-admin.js';
import { madeConnections, makeConnections } from '../connections.js';
import { meterCpu } from '../cpu-meter.js';
import { type DatabaseCpu, databaseCpu } from '../database-cpu.js';
import { doorEnvironment } from '../door-environment.js';
import { type BenchOrganization, makeOrganization } from '../organization.js';
import type { BenchProcess } from '../processes.js';
import { inRounds, median, percentile, rounded } from '../rounds.js';
import { createBrowser } from './browser.js';
import { makeWizards, type Wizard } from './wizards.js';

const atOnce = 32;
/** Connections that are connected in one round. */
const perRound = 320;
const successUrl = 'https://vendor.example/connected';
const warmups = 1;

interface Round {
  readonly perSecond: number;
  /** Milliseconds from pressing Connect to the redirect that says that it went well. */
  readonly p50: number;
  readonly p99: number;
  readonly cpuMicros: number | undefined;
  readonly databaseCpuMicros: number | undefined;
}

/**
 * From pressing Connect to the success redirect, against a provider that answers at once, 32 people at a time; beside a
 * floor of the same hops (connect, the provider's page, the callback and its token request) and as many writes, in the
 * same number of transactions, without any check.
 */
export const benchmark: Benchmark = async (context) => {
  const { database, processes, rounds = 5, say } = context;
  const provider = await processes.script(new URL('../provider.ts', import.meta.url), {});
  const organization = await makeOrganization(database, provider.url);
  context.atEnd(() => organization.db.close());
  const count = perRound * (rounds + warmups);
  await makeConnections(database, organization, { count, tokens: 'none', age: 'just_issued', say });
  const admin = await connectAdmin(database);
  context.atEnd(() => admin.end());
  await admin.query('UPDATE connection_config SET oauth_success_redirect_uri = $1', [successUrl]);
  const connections = await madeConnections(database);
  const wizards = await makeWizards(admin, organization, connections);
  const postgres = await databaseCpu(admin);
  const callback = await processes.door('callback', doorEnvironment('callback', { database, key: organization.key }));
  const floor = await startFloor(context, database, provider);
  const contestants = {
    ours: startRounds(callback, postgres, wizards),
    floor: startRounds(floor, postgres, wizards),
  };
  await inRounds(warmups, contestants);
  const measured = await inRounds(rounds, contestants);
  await assertConnected(admin, organization, count);
  const medians = (of: keyof Round) => ({
    ours: rounded(median(measured.ours.map((round) => round[of] ?? Number.NaN))),
    floor: rounded(median(measured.floor.map((round) => round[of] ?? Number.NaN))),
  });
  const ratios = (of: 'perSecond' | 'p99') =>
    rounded(median(measured.ours.map((round, index) => round[of] / (measured.floor[index]?.[of] ?? 0))));
  return {
    name: 'connect',
    unit: 'connections per second, from authorize to success redirect',
    ...{ ours: medians('perSecond').ours, floor: medians('perSecond').floor },
    ratio: ratios('perSecond'),
    p99Ratio: ratios('p99'),
    p99Ms: medians('p99'),
    p50Ms: medians('p50'),
    cpuMicros: medians('cpuMicros'),
    databaseCpuMicros: medians('databaseCpuMicros'),
    atOnce,
    perRound,
    rounds,
  };
};

async function startFloor(
  { processes }: BenchContext,
  database: FreshDatabase,
  provider: BenchProcess,
): Promise<BenchProcess> {
  const admin = await connectAdmin(database);
  await admin.query(`
    CREATE TABLE bench_floor (id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), value text NOT NULL);
    GRANT SELECT, INSERT, UPDATE ON bench_floor TO latchkey_app`);
  await admin.end();
  return await processes.script(new URL('floor.ts', import.meta.url), {
    DATABASE_URL: database.appUrl,
    PROVIDER_URL: provider.url as string,
    SUCCESS_URL: successUrl,
  });
}

/** Each call walks the next connections through one door. */
function startRounds(door: BenchProcess, postgres: DatabaseCpu, wizards: readonly Wizard[]): () => Promise<Round> {
  let done = 0;
  const browser = createBrowser(door.url as string, atOnce);
  return async () => {
    const some = wizards.slice(done, done + perRound);
    done += perRound;
    const cpu = meterCpu(door);
    const databaseCpuOf = meterCpu(postgres);
    const times: number[] = [];
    let next = 0;
    const began = performance.now();
    const person = async () => {
      for (let wizard = some[next++]; wizard; wizard = some[next++]) {
        const pressed = performance.now();
        const arrived = await browser.connect(wizard);
        if (!arrived.startsWith(successUrl)) throw new Error(`connecting ended at ${arrived}`);
        times.push(performance.now() - pressed);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, person));
    const seconds = (performance.now() - began) / 1000;
    const sorted = Float64Array.from(times).sort();
    return {
      perSecond: some.length / seconds,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      cpuMicros: cpu(some.length),
      databaseCpuMicros: databaseCpuOf(some.length),
    };
  };
}

async function assertConnected(
  admin: pg.Client,
  { organizationId }: BenchOrganization,
  expected: number,
): Promise<void> {
  const { rows } = await admin.query<{ count: number }>(
    "SELECT count(*)::integer AS count FROM connection WHERE organization_id = $1 AND status = 'active'",
    [organizationId],
  );
  if (rows[0]?.count !== expected) throw new Error(`${rows[0]?.count} of ${expected} are connected`);
}

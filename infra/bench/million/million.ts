import { setTimeout as wait } from 'node:timers/promises';
import { prepareQueue } from '@latchkey/queue';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { connectAdmin } from '../connect-admin.js';
import { makeConnections } from '../connections.js';
import { databaseCpu } from '../database-cpu.js';
import { doorEnvironment } from '../door-environment.js';
import { lifetimeSeconds, makeOrganization } from '../organization.js';
import { grouped } from '../progress.js';
import type { Counted } from '../provider.js';
import { rounded } from '../rounds.js';
import { growthOf, readSizes } from './database-sizes.js';
import { judgeLateness, readLateness, rememberDue } from './lateness.js';
import { readLiveHeap } from './live-heap.js';
import { type Sampled, sampleProcesses } from './samples.js';

/** Of the lifetime, on average, after which a token is refreshed: between 0.70 and 0.85. */
const meanShare = 0.775;
const reportEveryMs = 10_000;
/** How long what was due at the end may still take. */
const graceMs = 30_000;
/** Less than the 42 minutes after which a token of one hour is refreshed again. */
const judgeEveryMs = 20 * 60_000;

/**
 * A million connections with tokens of one hour in one Postgres, refreshed by one worker at the rate that they need: for
 * ten minutes, beginning as if it had gone on for long. `ours` is refreshes per second, `floor` how many became due.
 * `--connections=N --minutes=N` run it smaller.
 */
export const benchmark: Benchmark = async (context) => {
  const { database, processes, say, connections = 1_000_000, minutes = 10 } = context;
  const provider = await processes.script(new URL('../provider.ts', import.meta.url), {});
  const organization = await makeOrganization(database, provider.url);
  context.atEnd(() => organization.db.close());
  const { from } = await makeConnections(database, organization, {
    count: connections,
    tokens: 'sealed',
    age: 'at_any_moment',
    say,
  });
  await prepareQueue(database.ownerUrl);
  const admin = await connectAdmin(database);
  context.atEnd(() => admin.end());
  await rememberDue(admin);
  const postgres = await databaseCpu(admin);
  const env = doorEnvironment('worker', { database, key: organization.key });
  const worker = await processes.door('worker', env, ['--trace-gc']);

  const late = Date.now() - from.getTime();
  if (late > 0) say(`the first were due ${(late / 1000).toFixed(1)} s ago: the machine was slow in making them`);
  await wait(Math.max(-late, 0));
  await admin.query('SELECT pg_stat_reset()');
  const before = await readSizes(admin);
  const sampling = { worker, provider, postgres };
  const samples: Sampled[] = [sampleProcesses(sampling)];
  const start = Math.max(from.getTime(), Date.now());
  const end = from.getTime() + minutes * 60_000;
  await ask(provider);
  let refreshed = 0;
  let judged = start;
  while (Date.now() < end) {
    await wait(Math.min(reportEveryMs, end - Date.now()));
    refreshed += await ask(provider);
    const sample = sampleProcesses(sampling);
    samples.push(sample);
    if (Date.now() - judged >= judgeEveryMs) {
      judged = Date.now();
      await judgeLateness(admin, new Date(judged - graceMs));
    }
    tell(context, { refreshed, seconds: (Date.now() - start) / 1000, sample });
  }
  const seconds = (Date.now() - start) / 1000;
  const growth = growthOf(before, await readSizes(admin));
  await wait(graceMs);
  const lateness = await readLateness(admin, new Date(end));
  const first = samples[0] as Sampled;
  const last = samples.at(-1) as Sampled;
  const cpuMicros = (name: 'worker' | 'provider' | 'postgres') =>
    rounded(((last.cpuSeconds[name] - first.cpuSeconds[name]) / refreshed) * 1e6);
  return {
    name: 'million',
    unit: 'refreshes per second',
    ours: rounded(refreshed / seconds),
    floor: rounded(lateness.due / (minutes * 60)),
    ratio: rounded(refreshed / seconds / (lateness.due / (minutes * 60))),
    needed: rounded(connections / (lifetimeSeconds * meanShare)),
    connections,
    minutes,
    refreshed,
    expired: lateness.expired,
    latenessSeconds: { p50: lateness.p50, p99: lateness.p99, worst: lateness.worst },
    cpuMicros: { worker: cpuMicros('worker'), provider: cpuMicros('provider'), postgres: cpuMicros('postgres') },
    memory: samples
      .filter((_, index) => index % Math.ceil(samples.length / 10) === 0 || index === samples.length - 1)
      .map(({ megabytes }) => megabytes),
    liveHeap: readLiveHeap(worker.printed()),
    ...growth,
    bytesPerRefresh: {
      wal: Math.round(growth.walBytes / refreshed),
      tablesAndIndexes: Math.round(growth.grownBytes / refreshed),
    },
  };
};

async function ask(provider: Parameters<typeof sampleProcesses>[0]['provider']): Promise<number> {
  provider.send({});
  return (await provider.message<Counted>()).count;
}

function tell(
  { say }: BenchContext,
  { refreshed, seconds, sample }: { readonly refreshed: number; readonly seconds: number; readonly sample: Sampled },
): void {
  const memory = Object.entries(sample.megabytes).map(([name, megabytes]) => `${name} ${megabytes} MB`);
  const rate = (refreshed / seconds).toFixed(0);
  say(`${seconds.toFixed(0)} s: ${grouped(refreshed)} refreshed, ${rate}/s; ${memory.join(', ')}`);
}

import type { BenchContext, Benchmark } from '../benchmark.js';
import { connectAdmin } from '../connect-admin.js';
import { makeConnections } from '../connections.js';
import { makeOrganization } from '../organization.js';
import { inRounds, median, rounded } from '../rounds.js';
import type { Claimed } from './claimer.js';

const sizes = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const;
/** Due in each round, in 64s. */
const due = 2048;

interface Round {
  readonly micros: number;
  /** CPU of claimer and its backend. */
  readonly cpuMicros: number;
}

/**
 * What it costs to claim one due row (the claim, what it loads, its commit) where ten thousand, a hundred thousand and a
 * million grants are stored and the same number is due. `ours` is the dearest, `floor` the cheapest of the sizes.
 * `--connections=N` leaves out what is larger.
 */
export const benchmark: Benchmark = async (context) => {
  const { rounds = 15, connections = Number.POSITIVE_INFINITY } = context;
  const admin = await connectAdmin(context.database);
  // Where each page of 4 KB has an entry of its own, a claim among a million waits for the processor to look pages up.
  const { rows: settings } = await admin.query<{ huge_pages_status: string }>('SHOW huge_pages_status');
  await admin.end();
  const contestants: Record<string, () => Promise<Round>> = {};
  for (const [name, count] of Object.entries(sizes))
    if (count <= connections) contestants[name] = await startSize(context, count);
  await inRounds(3, contestants);
  const measured = await inRounds(rounds, contestants);
  const medians = (of: keyof Round) =>
    Object.fromEntries(
      Object.entries(measured).map(([name, values]) => [name, rounded(median(values.map((value) => value[of])))]),
    );
  const micros = medians('micros');
  const ours = Math.max(...Object.values(micros));
  const floor = Math.min(...Object.values(micros));
  const cpuMicros = medians('cpuMicros');
  return {
    name: 'claim-cost',
    unit: 'microseconds per due row',
    ours,
    floor,
    ratio: rounded(ours / floor),
    micros,
    cpuMicros,
    cpuRatio: rounded(Math.max(...Object.values(cpuMicros)) / Math.min(...Object.values(cpuMicros))),
    due,
    rounds,
    hugePages: settings[0]?.huge_pages_status,
    perRound: Object.fromEntries(
      Object.entries(measured).map(([name, values]) => [name, values.map((value) => Math.round(value.micros))]),
    ),
  };
};

/** Makes a database of that many grants; the function makes some due, claims them and tells what each of them cost. */
async function startSize(context: BenchContext, count: number): Promise<() => Promise<Round>> {
  const database = await context.freshDatabase();
  const organization = await makeOrganization(database);
  const plan = { count, tokens: 'filler', age: 'just_issued', say: context.say } as const;
  await makeConnections(database, organization, plan);
  await organization.db.close();
  const claimer = await context.processes.script(new URL('claimer.ts', import.meta.url), {
    DATABASE_URL: database.workerUrl,
  });
  const admin = await connectAdmin(database);
  context.atEnd(() => admin.end());
  // A few more than are wanted, of which as many are taken as are.
  const share = Math.min(100, (200 * due) / count + 0.1);
  return async () => {
    // Anywhere in the table, as time makes them due; outside what is measured.
    await admin.query(
      `UPDATE grant_clock SET due_at = now() WHERE (organization_id, grant_id) IN (
         SELECT organization_id, grant_id FROM grant_clock TABLESAMPLE BERNOULLI (${share}) ORDER BY random() LIMIT $1)`,
      [due],
    );
    claimer.send({});
    const { rows, ms, cpuMs } = await claimer.message<Claimed>();
    if (rows !== due) throw new Error(`${rows} of ${due} were claimed`);
    return { micros: (ms / rows) * 1000, cpuMicros: (cpuMs / rows) * 1000 };
  };
}

import pg from 'pg';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { makeConnections } from '../connections.js';
import { makeOrganization } from '../organization.js';
import { inRounds, median, rounded } from '../rounds.js';
import type { Claimed } from './claimer.js';

const sizes = { '10k': 10_000, '100k': 100_000, '1M': 1_000_000 } as const;
/** Due in each round, in 64s. */
const due = 2048;

/**
 * What it costs to claim one due row (the claim, what it loads, its commit) where ten thousand, a hundred thousand and a
 * million grants are stored and the same number is due. `ours` is the dearest, `floor` the cheapest of the three.
 */
export const benchmark: Benchmark = async (context) => {
  const { rounds = 15 } = context;
  const contestants: Record<string, () => Promise<number>> = {};
  for (const [name, count] of Object.entries(sizes)) contestants[name] = await startSize(context, count);
  await inRounds(2, contestants);
  const measured = await inRounds(rounds, contestants);
  const micros = Object.fromEntries(
    Object.entries(measured).map(([name, values]) => [name, rounded(median(values))] as const),
  );
  const ours = Math.max(...Object.values(micros));
  const floor = Math.min(...Object.values(micros));
  return {
    name: 'claim-cost',
    unit: 'microseconds per due row',
    ours,
    floor,
    ratio: rounded(ours / floor),
    micros,
    due,
    rounds,
    perRound: Object.fromEntries(Object.entries(measured).map(([name, values]) => [name, values.map(Math.round)])),
  };
};

/** Makes a database of that many grants; the function makes some due, claims them and answers microseconds per row. */
async function startSize(context: BenchContext, count: number): Promise<() => Promise<number>> {
  const database = await context.freshDatabase();
  const organization = await makeOrganization(database);
  context.say(`making ${count} connections`);
  await makeConnections(database, organization, count, 'filler');
  await organization.db.close();
  const claimer = await context.processes.script(new URL('claimer.ts', import.meta.url), {
    DATABASE_URL: database.workerUrl,
  });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  context.atEnd(() => admin.end());
  return async () => {
    // Anywhere in the table, as time makes them due; outside what is measured.
    await admin.query(
      `UPDATE grant_clock SET due_at = now() WHERE (organization_id, grant_id) IN (
         SELECT organization_id, grant_id FROM grant_clock ORDER BY random() LIMIT $1)`,
      [due],
    );
    claimer.send({});
    const { rows, ms } = await claimer.message<Claimed>();
    if (rows !== due) throw new Error(`${rows} of ${due} were claimed`);
    return (ms / rows) * 1000;
  };
}

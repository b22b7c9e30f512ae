import { randomBytes } from 'node:crypto';
import { formatId } from '@latchkey/oauth';
import type { Benchmark } from '../benchmark.js';
import { connectAdmin } from '../connect-admin.js';
import { madeConnections, makeConnections } from '../connections.js';
import { meterCpu } from '../cpu-meter.js';
import { databaseCpu } from '../database-cpu.js';
import { doorEnvironment } from '../door-environment.js';
import { lifetimeSeconds, makeOrganization } from '../organization.js';
import { startProgress } from '../progress.js';
import { rounded } from '../rounds.js';
import { peakRates } from './peak-rates.js';

/** Items of one request, and requests at once. */
const items = 1000;
const sideBySide = 2;

/**
 * A hundred thousand grants by POST /v1/connections/import, all of whose access tokens end at one moment. `ours` is the peak
 * of refreshes per second in the cycles that follow, read from `due_at`; `floor` is what even refreshing takes.
 */
export const benchmark: Benchmark = async (context) => {
  const { database, processes, say, connections: count = 100_000 } = context;
  const organization = await makeOrganization(database);
  context.atEnd(() => organization.db.close());
  await makeConnections(database, organization, { count, tokens: 'none', age: 'just_issued', say });
  const ids = await madeConnections(database);
  const api = await processes.door('api', doorEnvironment('api', { database, key: organization.key }));
  const admin = await connectAdmin(database);
  context.atEnd(() => admin.end());

  const progress = startProgress(say, 'importing', count);
  const cpu = meterCpu(api);
  const databaseCpuOf = meterCpu(await databaseCpu(admin));
  const began = performance.now();
  const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000).toISOString();
  let next = 0;
  const importAll = async () => {
    while (next < ids.length) {
      const some = ids.slice(next, next + items);
      next += some.length;
      await send(`${api.url}/v1/connections/import`, organization.apiKey, {
        items: some.map(({ connectionId }) => item(formatId('connection', connectionId), expiresAt)),
      });
      progress.advance(some.length);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, importAll));
  const seconds = (performance.now() - began) / 1000;
  progress.done();

  const { rows } = await admin.query<{ due: number }>(
    'SELECT extract(epoch FROM due_at - min(due_at) OVER ())::float8 AS due FROM grant_clock WHERE due_at IS NOT NULL',
  );
  if (rows.length !== count) throw new Error(`${rows.length} of ${count} were imported`);
  const { peak, uniform, peaks } = peakRates(
    rows.map(({ due }) => due),
    lifetimeSeconds,
  );
  return {
    name: 'import',
    unit: 'refreshes per second at the peak of the cycles after it',
    ours: rounded(peak),
    floor: rounded(uniform),
    ratio: rounded(peak / uniform),
    peakRatioByCycle: peaks.map((value) => rounded(value / uniform)),
    grants: count,
    importedPerSecond: rounded(count / seconds),
    seconds: rounded(seconds),
    cpuMicros: { api: rounded(cpu(count) ?? Number.NaN), database: rounded(databaseCpuOf(count) ?? Number.NaN) },
  };
};

function item(connectionId: string, expiresAt: string) {
  const random = randomBytes(240).toString('base64url');
  return { connectionId, accessToken: random.slice(0, 220), refreshToken: random.slice(220), expiresAt };
}

async function send(url: string, apiKey: string, body: { readonly items: readonly unknown[] }): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  const { results } = (await answer.json()) as { readonly results: readonly { readonly outcome: string }[] };
  const refused = results.find(({ outcome }) => outcome !== 'imported');
  if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
}

import { randomBytes } from 'node:crypto';
import { type ConnectionId, dueInMs, formatId, protocolTimes } from '@latchkey/oauth';
import { apiClient } from '../../e2e/api-client.js';
import { until } from '../../e2e/until.js';
import { type MadeConnection, makePending } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, standingOf } from '../judge.js';
import { openWorld, shortLifeOf, type World } from '../world.js';

const sizes = {
  full: { imported: 100_000, bins: 40, refreshed: 4000 },
  // No queue has a part in importing.
  again: { imported: 10_000, bins: 20, refreshed: 4000 },
  short: { imported: 1000, bins: 5, refreshed: 0 },
};
/** Items of one request: as many as it takes where there are many. */
const itemsOf = (count: number) => Math.min(1000, Math.ceil(count / 4));
const cycles = 5;
const lifeSeconds = 3600;
/** Cycles that are lived through. */
const lived = 2;
/** Between two refreshes of one grant, on the average, as a share of its token's life. */
const meanShare = 0.775;

/**
 * As many grants as the table says are imported over the API, and their first due times read from the rows; those of the
 * cycles that follow are drawn by the engine's own function. Fewer are refreshed for real, through whole cycles.
 */
export const fault: Fault = {
  name: 'imports',
  fault: '100,000 connections are imported in one go',
  mustHold: 'peak refresh rate within 1.3 × of uniform in every cycle',
  timesDivisor: 10,
  mostly: 'computes',
  async run(given) {
    const {
      imported: count,
      bins,
      refreshed,
    } = sizes[given.size === 'full' && given.queue.name !== 'postgres' ? 'again' : given.size];
    const shortLifeSeconds = Math.max(30, shortLifeOf(given));
    const world = await openWorld(given, { server: { accessTokenSeconds: shortLifeSeconds } });
    const { server, rows } = world;
    const processes = await world.start(['api']);
    const { url } = processes.first('api');
    const began = performance.now();
    await importGrants(world, url ?? '', count, lifeSeconds);
    const importSeconds = (performance.now() - began) / 1000;
    const due = await rows.query<{ seconds: number }>(
      'SELECT extract(epoch FROM due_at - refreshed_at)::float8 AS seconds FROM grant_clock',
    );
    const drawn = peaks(drawnCycles(due.map(({ seconds }) => seconds)), { bins, life: lifeSeconds, count });

    let standing = await standingOf(world, []);
    let real: readonly number[] = [];
    if (refreshed > 0) {
      await rows.query('UPDATE grant_clock SET due_at = NULL');
      await processes.start('worker');
      const made = await importGrants(world, url ?? '', refreshed, shortLifeSeconds);
      const first = Date.now();
      const lastMs = lived * meanShare * shortLifeSeconds * 1000;
      await until('the cycles to be over', () => Date.now() > first + lastMs, 2 * (lastMs / 1000));
      for (const { signal } of processes.all) signal('SIGTERM');
      await Promise.all(processes.all.map(({ ended }) => ended));
      const moments = server.ledger.tokenRequests('refresh_token').map(({ at }) => (at - first) / 1000);
      real = peaks(moments, { bins: bins / 4, life: shortLifeSeconds, count: refreshed }, lived);
      standing = await standingOf(world, made);
    }
    const told = (all: readonly number[]) => all.map((peak) => peak.toFixed(2)).join(', ');
    return {
      done: `${count} imported in ${importSeconds.toFixed(0)} s (${Math.round(count / importSeconds)} a second); peaks of the refresh rate against the uniform one, by cycle: ${told(drawn)}; ${refreshed} refreshed for real through ${lived} cycles: ${told(real) || 'not in the short form'}`,
      ledger: ledgerOf(server),
      ...counts(standing),
      checks: [
        { what: 'every grant is imported', wrong: due.length === count ? [] : [due.length] },
        { what: 'each cycle’s peak is within 1.3 × of uniform', wrong: drawn.filter((peak) => !(peak <= 1.3)) },
        { what: 'also as refreshed', wrong: real.filter((peak) => !(peak <= 1.3)) },
        { what: 'every refreshed connection is live', wrong: [...standing.lost, ...standing.explained] },
      ],
    };
  },
};

/** Imports new connections over the API, as many to a request as it takes. */
async function importGrants(
  { server, arranged, ...world }: World,
  url: string,
  count: number,
  seconds: number,
): Promise<readonly MadeConnection[]> {
  const api = apiClient(url, arranged.apiKey);
  const { clientId, scopes } = arranged;
  const made: MadeConnection[] = [];
  const importSome = async (some: readonly ConnectionId[]) => {
    const items = some.map((connectionId) => {
      const account = `person-${randomBytes(6).toString('hex')}@example.test`;
      const { family, accessToken, refreshToken } = server.mintGrant({ clientId, account, scope: scopes.join(' ') });
      made.push({ connectionId, grantId: '' as MadeConnection['grantId'], family });
      const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
      return { connectionId: formatId('connection', connectionId), accessToken, refreshToken, expiresAt };
    });
    const { results } = await api.post<{ results: readonly { outcome: string }[] }>('/v1/connections/import', {
      items,
    });
    const refused = results.filter(({ outcome }) => outcome !== 'imported');
    if (refused.length > 0) throw new Error(`not imported: ${JSON.stringify(refused[0])}`);
  };
  const places = await makePending({ ...world, server, arranged }, count);
  const most = itemsOf(count);
  const turns = Array.from({ length: Math.ceil(count / most) }, (_, turn) =>
    places.slice(turn * most, (turn + 1) * most),
  );
  await Promise.all(
    [0, 1].map(async (hand) => {
      for (let turn = hand; turn < turns.length; turn += 2) await importSome(turns[turn] ?? []);
    }),
  );
  return made;
}

/** The moments of several cycles, in seconds: the first as stored, each further one as the engine would draw it. */
function drawnCycles(first: readonly number[]): readonly number[] {
  const random = { bytes: (count: number) => randomBytes(count) };
  const all: number[] = [];
  for (let moment of first)
    for (let cycle = 0; cycle < 2 * cycles; cycle++) {
      all.push(moment);
      const tokens = { expiresInSeconds: lifeSeconds, elapsedMs: 0, hasRefreshToken: 'yes' } as const;
      moment += (dueInMs(random, protocolTimes, tokens) ?? Number.NaN) / 1000;
    }
  return all;
}

/** The highest rate in each cycle, as a multiple of the uniform one. */
function peaks(
  moments: readonly number[],
  { bins, life, count }: { readonly bins: number; readonly life: number; readonly count: number },
  howMany = cycles,
): readonly number[] {
  const cycle = meanShare * life;
  const rates = new Array<number>(bins * howMany).fill(0);
  for (const moment of moments) {
    const bin = Math.floor((moment / cycle) * bins);
    if (bin >= 0 && bin < rates.length) rates[bin] = (rates[bin] ?? 0) + bins / count;
  }
  return Array.from({ length: howMany }, (_, index) => Math.max(...rates.slice(index * bins, (index + 1) * bins)));
}

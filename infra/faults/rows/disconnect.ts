import { formatId } from '@latchkey/oauth';
import { type AuthorizationServerOptions, startAuthorizationServer } from '@latchkey/oauth/testing';
import { apiClient } from '../../e2e/api-client.js';
import { readToken, type TokenReading } from '../../e2e/api-reader.js';
import type { ArrangeOptions, LiveConnection } from '../../e2e/arrange.js';
import { storedTokens } from '../../e2e/grant-rows.js';
import type { Processes } from '../../e2e/processes.js';
import { until } from '../../e2e/until.js';
import type { Check, Fault } from '../fault.js';
import { ledgerOf, standingOf } from '../judge.js';
import { openWorld, type World } from '../world.js';

const sizes = { full: 30, short: 2 };

/** Not due; each connection has a person of its own. */
const timesOf = (index: number) => ({ dueInMs: 3_600_000, account: `person-${index}@example.test` });

/** What one of the three cases found. */
interface Found {
  readonly server: Awaited<ReturnType<typeof startAuthorizationServer>>;
  readonly live: number;
  readonly ended: number;
  readonly checks: readonly Check[];
}

/** In three organizations at once; the last one's provider revokes every grant of a person with one of them. */
export const fault: Fault = {
  name: 'disconnect',
  fault:
    'disconnect during a refresh; reconnect during a delayed revocation, against a provider whose revocation kills siblings',
  mustHold: 'newest token revoked; the new grant untouched',
  timesDivisor: 1,
  async run(given) {
    const count = sizes[given.size];
    const world = await openWorld(given);
    const processes = await world.start(['api', 'worker'], { tickMs: 500 });
    const cases = [duringRefresh, duringRead, reconnected].map((run) => run(world, processes, count));
    const found = await Promise.all(cases);
    const sum = (name: 'live' | 'ended') => found.reduce((total, one) => total + one[name], 0);
    return {
      done: `${count} connections disconnected while the worker refreshed them, ${count} while a reader did, ${count} connected again before their revocation was answered`,
      ledger: ledgerOf(...found.map(({ server }) => server)),
      live: sum('live'),
      lost: 3 * count - sum('live') - sum('ended'),
      explained: sum('ended'),
      checks: found.flatMap(({ checks }) => checks),
    };
  },
};

/** An organization with a provider of its own and connections that are not due. */
async function connected(
  world: World,
  processes: Processes,
  count: number,
  {
    revocation,
    ...arrangement
  }: Pick<AuthorizationServerOptions, 'revocation'> & Pick<ArrangeOptions, 'revocationReach'> = {},
) {
  const server = await startAuthorizationServer({ clients: [], ...(revocation ? { revocation } : {}) });
  world.given.scope.teardown(() => server.close());
  const arranged = await world.another({ server, ...arrangement });
  const { url } = processes.first('api');
  const places = await arranged.pending(count);
  const connections = await Promise.all(places.map((place, index) => arranged.reconnect(place, timesOf(index))));
  const api = apiClient(url ?? '', arranged.apiKey);
  const ids = connections.map(({ grantId }) => grantId);
  const post = (connection: LiveConnection, what: 'disconnect' | 'refresh') =>
    api.post(`/v1/connections/${formatId('connection', connection.connectionId)}/${what}`, {});
  const { rows } = world;
  return {
    server,
    arranged,
    connections,
    disconnect: () => Promise.all(connections.map((connection) => post(connection, 'disconnect'))),
    refresh: () => Promise.all(connections.map((connection) => post(connection, 'refresh'))),
    read: (minimumSeconds = 0) =>
      Promise.all(connections.map(({ connectionId }) => readToken(url, arranged.apiKey, connectionId, minimumSeconds))),
    outcomes: async () =>
      (
        await rows.query<{ outcome: string | null }>(
          'SELECT revocation_outcome AS outcome FROM "grant" WHERE id = ANY ($1::uuid[])',
          [ids],
        )
      ).map(({ outcome }) => outcome),
    leftOvers: () =>
      rows.query(
        `SELECT grant_id FROM grant_clock WHERE grant_id = ANY ($1::uuid[])
         UNION ALL SELECT grant_id FROM grant_token WHERE grant_id = ANY ($1::uuid[])`,
        [ids],
      ),
    open: () =>
      rows.query(
        "SELECT FROM grant_clock WHERE grant_id = ANY ($1::uuid[]) AND duty = 'revoke' AND attempt_id IS NOT NULL",
        [ids],
      ),
    revocations: () => server.ledger.entries.filter(({ endpoint }) => endpoint === 'revoke'),
    ended: () => rows.grants().then((all) => connections.filter(({ connectionId }) => !all.get(connectionId)?.grantId)),
  };
}

const notRefused = (readings: readonly TokenReading[]) =>
  readings.filter(({ status, code }) => status !== 409 || code !== 'not_connected');

async function duringRefresh(world: World, processes: Processes, count: number): Promise<Found> {
  const { server, connections, ...it } = await connected(world, processes, count);
  const gate = server.gate();
  server.script({ endpoint: 'token', times: count, fault: { kind: 'gate', gate, at: 'after' } });
  const readBefore = await it.read();
  await it.refresh();
  await gate.arrivals(count);
  await it.disconnect();
  const readings = [...(await it.read()), ...(await it.read(86_400))];
  const waiting = await it.open();
  const tooSoon = it.revocations();
  gate.release();
  await until('the grants to end', async () => (await it.outcomes()).every((outcome) => outcome === 'revoked'), 90);
  const firstOf = new Map(
    it
      .revocations()
      .toReversed()
      .map((entry) => [entry.family, entry.outcome]),
  );
  return {
    server,
    live: 0,
    ended: (await it.ended()).length,
    checks: [
      { what: 'until it is disconnected, it is read', wrong: readBefore.filter(({ status }) => status !== 200) },
      { what: 'from that instant no read returns a token', wrong: notRefused(readings) },
      {
        what: 'the revocation waits for what is under way',
        wrong: waiting.length === count ? tooSoon : [waiting.length],
      },
      {
        what: 'the newest refresh token is revoked first: an old one would have been gone already',
        wrong: connections.filter(({ family }) => firstOf.get(family) !== 'revoked'),
      },
      { what: 'nothing lives on at the provider', wrong: server.ledger.liveGrants() },
      {
        what: 'each was rotated once',
        wrong: connections.filter(({ family }) => server.ledger.spends(family).length !== 1),
      },
      { what: 'clock and tokens are gone', wrong: await it.leftOvers() },
    ],
  };
}

async function duringRead(world: World, processes: Processes, count: number): Promise<Found> {
  const { server, connections, ...it } = await connected(world, processes, count);
  await world.rows.query(
    `UPDATE grant_clock SET expires_at = statement_timestamp() - interval '1 minute' WHERE grant_id = ANY ($1::uuid[])`,
    [connections.map(({ grantId }) => grantId)],
  );
  const gate = server.gate();
  server.script({ endpoint: 'token', times: count, fault: { kind: 'gate', gate, at: 'after' } });
  const reading = it.read();
  await gate.arrivals(count);
  await it.disconnect();
  gate.release();
  const readings = await reading;
  await until('the grants to end', async () => (await it.outcomes()).every((outcome) => outcome === 'revoked'), 90);
  return {
    server,
    live: 0,
    ended: (await it.ended()).length,
    checks: [
      { what: 'a reader gets nothing of what it fetched', wrong: notRefused(readings) },
      { what: 'its grant does not live on either', wrong: server.ledger.liveGrants() },
      {
        what: 'and was rotated once',
        wrong: connections.filter(({ family }) => server.ledger.spends(family).length !== 1),
      },
    ],
  };
}

/** The revocation cannot be carried out now: it backs off, and the person connects again meanwhile. */
async function reconnected(world: World, processes: Processes, count: number): Promise<Found> {
  const options = { revocation: 'kills_siblings', revocationReach: 'account' } as const;
  const { server, arranged, connections, ...it } = await connected(world, processes, count, options);
  const busy = server.script({
    endpoint: 'revoke',
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'answer', status: 503 },
  });
  await it.disconnect();
  await until('the first tries', () => busy.hits >= count, 90);
  const again = await Promise.all(connections.map((one, index) => arranged.reconnect(one, timesOf(index))));
  const tried = it.revocations().length;
  busy.remove();
  await world.rows.query(
    'UPDATE grant_clock SET due_at = statement_timestamp() WHERE grant_id = ANY ($1::uuid[]) AND attempt_id IS NULL',
    [connections.map(({ grantId }) => grantId)],
  );
  await until('the former grants to end', async () => (await it.outcomes()).every((outcome) => outcome !== null), 90);
  const standing = await standingOf({ ...world, arranged, server }, again);
  const found = await world.rows.grants();
  const touched: unknown[] = [];
  const readings = await it.read();
  for (const [index, { connectionId, grantId, minted }] of again.entries()) {
    const row = found.get(connectionId);
    if (row?.grantId !== grantId || row.generation !== 1) touched.push(connectionId);
    else if ((await storedTokens(arranged, row)).refreshToken !== minted.refreshToken) touched.push(connectionId);
    else if (readings[index]?.accessToken !== minted.accessToken) touched.push(readings[index]);
  }
  return {
    server,
    live: standing.live.length,
    ended: 0,
    checks: [
      {
        what: 'a revocation that would kill the new grant is superseded',
        wrong: (await it.outcomes()).filter((outcome) => outcome !== 'superseded'),
      },
      { what: 'and nothing more of it is sent', wrong: it.revocations().slice(tried) },
      { what: 'our copies of the former grant are gone', wrong: await it.leftOvers() },
      { what: 'the new grant is untouched', wrong: touched },
      { what: 'and lives', wrong: [...standing.lost, ...standing.explained] },
    ],
  };
}

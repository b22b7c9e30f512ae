import fc from 'fast-check';
import t from 'tap';
import { protocolTimes } from '../../src/protocol-times.js';
import type { Definition } from '../../src/provider/definition.js';
import { tokenServerHost } from '../../src/provider/token-server-host.js';
import { refreshDueGrants } from '../../src/refresh/refresh-due-grants.js';
import { nextStep } from '../../src/refresh/refresh-policy.js';
import { requestBlock } from '../../src/refresh/request-block.js';
import { serverSign } from '../../src/refresh/server-sign.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import { pauseInMemory, plainDefinition, resumeInMemory, seededRandom } from '../../testing/index.js';
import { claimOnly, connected, passing, worldWithServer } from '../flows.js';

const host = 'as.example';
const limited = (requests: number, seconds: number): Definition => ({
  ...plainDefinition,
  token: { ...plainDefinition.token, rateLimit: { requests, seconds } },
});

/** The most of these moments that any window of so many milliseconds holds. */
function most(moments: readonly number[], windowMs: number): number {
  return Math.max(0, ...moments.map((from) => moments.filter((at) => at >= from && at < from + windowMs).length));
}

/** Connections of some organizations, each with its client, all due; `tick` refreshes as a worker does. */
async function due(organizations: number, each: number, definition: Definition = plainDefinition) {
  const { world, server } = worldWithServer();
  const all: Awaited<ReturnType<typeof connected>>[] = [];
  for (let i = 0; i < organizations; i++) {
    const first = await connected(world, server, { definition });
    all.push(first);
    const { organizationId, clientRowId } = first.connection;
    const client = world.database.clients.get(clientRowId ?? '');
    if (!client) throw new Error('there is no client');
    for (let n = 1; n < each; n++) all.push(await connected(world, server, { definition, organizationId, client }));
  }
  await world.clock.advance(3600_000);
  const before = world.transport.sent.length;
  const tick = async (slots = 100) => {
    const onResult = (_: string, result: { readonly kind: string; readonly error?: unknown }) => {
      if (result.kind === 'threw') throw result.error;
    };
    const work = await refreshDueGrants(world.ports, { slots, takeover: 'allowed', onResult });
    await passing(world, work.settled);
  };
  /** A tick every few seconds. */
  const ticks = async (count: number, everyMs: number) => {
    for (let i = 0; i < count; i++) {
      await tick();
      await world.clock.advance(everyMs);
    }
  };
  const sent = () => world.transport.sent.slice(before);
  const renewed = () => all.filter(({ family }) => family.renewals > 0 && family.state === 'alive').length;
  return { world, server, all, tick, ticks, sent, renewed };
}

t.test('no window of a limit’s length sees more requests than it allows, whoever takes them', async () => {
  const { world, server } = worldWithServer();
  await connected(world, server);
  await world.clock.advance(3600_000);
  const claim = await claimOnly(world.ports);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.tuple(fc.nat(2), fc.nat(400)), { minLength: 50, maxLength: 300 }),
      async (requests, seconds, steps) => {
        // A budget of its own for each run.
        const terms = { ...claim.terms, clientRowId: `client-${++run}` as typeof claim.terms.clientRowId };
        const token = { ...terms.server.token, rateLimit: { requests, seconds } };
        const grant = { ...claim, terms: { ...terms, server: { ...terms.server, token } } };
        const processes = [0, 1, 2].map((name) => world.process(`${name}`).grants);
        const moments: number[] = [];
        for (const [process, ms] of steps) {
          const taken = await processes[process]?.takeRequest(grant);
          if (taken?.kind === 'taken') moments.push(world.clock.now());
          await world.clock.advance(ms);
        }
        return moments.length > 0 && most(moments, seconds * 1000) <= requests;
      },
    ),
    { numRuns: 60 },
  );
});

t.test('blocks give out nine tenths of a limit', (t) => {
  for (const [requests, seconds] of [
    [1, 1],
    [7, 60],
    [10, 1],
    [100, 60],
    [5000, 60],
  ] as const) {
    const block = requestBlock({ requests, seconds });
    const share = (block.requests / block.ms) * ((seconds * 1000) / requests);
    t.ok(share > 0.85 && share <= 0.9, `${requests} in ${seconds} s: ${share}`);
    t.ok(block.requests >= 1 && Number.isInteger(block.requests));
  }
  t.end();
});

t.test('what a failure shows of the server', (t) => {
  const sign = (failure: object) => serverSign({ kind: 'failure', class: 'later', ...failure });
  t.equal(sign({ status: 503 }), 'unreachable');
  t.equal(sign({ status: 502, class: 'ambiguous' }), 'unreachable');
  t.equal(sign({ cause: 'timeout', class: 'ambiguous' }), 'unreachable');
  for (const cause of ['ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED']) t.equal(sign({ cause }), 'unreachable', cause);
  t.equal(sign({ cause: 'too_large', class: 'ambiguous' }), 'answering');
  t.equal(sign({ status: 429 }), 'answering');
  t.equal(sign({ status: 400, class: 'terminal' }), 'answering');
  t.equal(sign({ cause: 'the URL has no value', class: 'misconfigured' }), undefined);
  for (const cause of [
    ...['invalid_header: "x-api-key"', 'invalid_client_certificate', 'egress_refused: Latchkey itself'],
    ...['EMFILE', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'step me: ECONNREFUSED', 'failed'],
  ])
    t.equal(sign({ cause }), undefined, cause);
  t.end();
});

t.test('only 429 with Retry-After empties a budget, for an hour at most', (t) => {
  const step = (failure: object) =>
    nextStep({ terminalErrors: [] }, protocolTimes, seededRandom(1), {
      failure: { kind: 'failure', class: 'later', ...failure },
      ...{ attempts: 1, earlierOutcome: 'known', earlierRefusal: 'none' },
    }).emptyForMs;
  t.equal(step({ status: 429, retryAfterSeconds: 30 }), 30_000);
  t.equal(step({ status: 429, retryAfterSeconds: 7200 }), 3600_000);
  t.equal(step({ status: 429 }), undefined);
  t.equal(step({ status: 503, retryAfterSeconds: 30 }), undefined);
  t.end();
});

t.test('the host that budgets are kept by', async (t) => {
  const { world, server } = worldWithServer();
  const { grant } = await connected(world, server);
  const { terms } = grant;
  const at = (url: (typeof terms.server.refresh)['url'], context = {}) =>
    tokenServerHost({ terms: { server: { ...terms.server, refresh: { ...terms.server.refresh, url } } }, context });
  t.equal(tokenServerHost(grant), host);
  t.equal(at(['https://AS.example:8443/token']), 'as.example:8443');
  t.equal(at(['https://as.example/', { name: 'context.realm', slot: 'segment' }, '/token']), 'as.example');
  t.equal(at(['https://', { name: 'context.host', slot: 'host' }, '/t'], { host: 'eu.example' }), 'eu.example');
  t.equal(at(['https://', { name: 'context.host', slot: 'host' }, '/t']), undefined, 'not learnt');
  t.equal(at([{ name: 'inputs.secret', slot: 'origin' }, '/t']), undefined);
});

t.test('forty due grants of a client with a limit are paced, and none is forgotten', async (t) => {
  const { tick, ticks, sent, renewed, all } = await due(1, 40, limited(10, 10));
  await tick();
  await ticks(120, 1000);
  t.equal(renewed(), 40);
  const moments = sent().map(({ startedAt }) => startedAt);
  t.ok(most(moments, 10_000) <= 10, `${most(moments, 10_000)} in ten seconds`);
  t.ok(all.every(({ connection }) => connection.status === 'active'));
});

t.test('429 with Retry-After stops the client’s other grants until then', async (t) => {
  const { server, tick, ticks, sent, renewed } = await due(1, 30);
  server.instead = { status: 429, headers: { 'retry-after': '120' }, body: '' };
  await tick(3);
  await ticks(20, 5000);
  t.equal(sent().length, 3, 'those that had been claimed');
  server.instead = undefined;
  await ticks(400, 5000);
  t.equal(renewed(), 30);
});

t.test(
  'a provider that is down for an hour: probes, one word each way, no state of a connection, and all recover',
  async (t) => {
    const { world, server, all, tick, ticks, sent, renewed } = await due(4, 10);
    server.instead = { status: 503, body: '' };
    await tick(4);
    t.equal(sent().length, 4);
    // A worker claims what is due: of each organization one or more have failed by now.
    await ticks(720, 5000);
    t.strictSame(world.database.told, [`server_down ${host}`]);
    const asked = sent().length;
    t.ok(asked < 150, `${asked} requests in an hour`);
    server.instead = undefined;
    await ticks(400, 5000);
    t.strictSame(world.database.told, [`server_down ${host}`, `server_recovered ${host}`]);
    t.equal(renewed(), all.length, 'zero grants lost');
    const kinds = new Set(all.flatMap(({ connection }) => connection.events.map(({ kind }) => kind)));
    t.strictSame([...kinds], ['authorization_started', 'connected']);
  },
);

t.test(
  'a reader of what is paused is given the stored token while it is good, and told of the pause after that',
  async (t) => {
    const { world, server } = worldWithServer();
    const { connection } = await connected(world, server);
    const read = (minimumSeconds: number) =>
      readAccessToken(world.ports, {
        organizationId: connection.organizationId,
        connectionId: connection.id,
        minimumSeconds,
      });
    pauseInMemory(world.database, { host });
    await world.clock.advance(3500_000);
    t.match(await read(300), { kind: 'token' });
    await world.clock.advance(200_000);
    t.strictSame(await read(300), { kind: 'paused', retryAfterSeconds: 60 });
    resumeInMemory(world.database, { host });
    t.match(await passing(world, read(300)), { kind: 'token' });
  },
);

t.test('a reader waits for its turn where the client’s limit is used up', async (t) => {
  const { world, all, sent } = await due(1, 6, limited(2, 2));
  const readings = all.map(({ connection: { organizationId, id } }) =>
    readAccessToken(world.ports, { organizationId, connectionId: id, minimumSeconds: 60 }),
  );
  const answers = await passing(world, Promise.all(readings));
  t.strictSame(
    answers.map(({ kind }) => kind),
    all.map(() => 'token'),
  );
  t.ok(
    most(
      sent().map(({ startedAt }) => startedAt),
      2000,
    ) <= 2,
  );
});

import t, { type Test } from 'tap';
import { type ProntoServer, startProntoServer } from './pronto-server.js';
import { definitionOf, type Walk, walkOf } from './walk.js';

const domain = 'hogwarts.pronto.io';
const year = 31_536_000;

async function arrange(t: Test, inputs: Readonly<Record<string, string>> = { domain }) {
  const registered: string[] = ['https://elsewhere.example/oauth'];
  const server = await startProntoServer(domain, registered);
  t.teardown(() => server.close());
  const walk = await walkOf(server, {
    definition: definitionOf('pronto'),
    inputs,
    scopes: ['user-view', 'group-view'],
  });
  registered.push(walk.callbackUrl);
  return { server, walk };
}

/** Connected, with nothing refused on the way. */
async function connected(t: Test): Promise<{ readonly server: ProntoServer; readonly walk: Walk }> {
  const place = await arrange(t);
  await place.walk.connect(place.server);
  t.strictSame(place.server.refusals, []);
  return place;
}

t.test('P1: the organization has a domain of its own to consent at, tokens come from the fixed host', async (t) => {
  const { server, walk } = await connected(t);
  t.strictSame(
    server.arrived.map(({ method, host, path }) => `${method} ${host}${path}`),
    [`GET ${domain}/oauth/authorize`, 'POST chat.pronto.io/oauth/token'],
  );
  t.equal(walk.connection.status, 'active');
  const without = await arrange(t, {});
  t.match(await without.walk.start(), { kind: 'misconfigured', message: /domain/ }, 'the customer has to say it');
  for (const wrong of ['hogwarts.pronto.io.evil.example', 'evil.example/hogwarts.pronto.io', 'x@evil.example']) {
    const elsewhere = await arrange(t, { domain: wrong });
    t.match(await elsewhere.walk.start(), { kind: 'misconfigured' }, wrong);
  }
});

t.test('P2: grant_type=client_credentials goes beside response_type=code, as the page says', async (t) => {
  const { server } = await connected(t);
  const [{ query = [] } = {}] = server.arrived;
  t.strictSame(query.filter(([name]) => name === 'grant_type' || name === 'response_type').sort(), [
    ['grant_type', 'client_credentials'],
    ['response_type', 'code'],
  ]);
});

t.test('P3: redirect_uri is the same, byte for byte, at consent, at the code exchange and at refresh', async (t) => {
  const { server, walk } = await connected(t);
  await walk.world.clock.advance((year - 60) * 1000);
  await walk.bearer(300);
  const [authorized, exchanged, refreshed] = server.arrived;
  t.equal(new Map(authorized?.query).get('redirect_uri'), walk.callbackUrl);
  for (const request of [exchanged, refreshed])
    t.equal(new URLSearchParams(request?.body).get('redirect_uri'), walk.callbackUrl);
  t.strictSame(server.refusals, []);
});

t.test('P4: scopes are separated by spaces', async (t) => {
  const { server } = await connected(t);
  t.equal(new Map(server.arrived[0]?.query).get('scope'), 'user-view group-view');
});

t.test('P5: a refusal, and any other failure, comes back with what the provider said, for the log', async (t) => {
  const { server, walk } = await arrange(t);
  server.refusal = {
    error: 'access_denied',
    error_description: 'The resource owner denied the request.',
    hint: 'The user denied the request',
    message: 'denied',
  };
  const { location = '' } = await server.visit(await walk.authorizationUrl());
  const completed = await walk.back(location);
  t.match(completed, {
    kind: 'failed',
    error: 'access_denied',
    details: { error: 'access_denied', description: 'The resource owner denied the request.' },
  });
  t.match(walk.connection.events.at(-1), {
    kind: 'authorization_failed',
    reason: 'access_denied',
    details: { error: 'access_denied', hint: 'The user denied the request', message: 'denied' },
  });
  t.equal(server.arrived.length, 1, 'no token was asked for');
});

t.test('P6: state is verified, once, in the browser that began', async (t) => {
  const { server, walk } = await arrange(t);
  const { location = '' } = await server.visit(await walk.authorizationUrl());
  const forged = new URL(location);
  forged.searchParams.set('state', `eu.${'A'.repeat(43)}`);
  t.equal((await walk.back(forged.href)).kind, 'forged');
  forged.searchParams.delete('state');
  t.equal((await walk.back(forged.href)).kind, 'forged');
  t.equal((await walk.back(location, 'eve')).kind, 'forged');
  t.equal(server.arrived.length, 1, 'the code went nowhere');
  t.equal((await walk.back(location)).kind, 'succeeded');
});

t.test('P7: the code exchange has its five parameters, the secret in the body of a form', async (t) => {
  const { server } = await connected(t);
  const form = new URLSearchParams(server.arrived[1]?.body);
  t.strictSame([...form.keys()].filter((name) => name !== 'code_verifier').sort(), [
    'client_id',
    'client_secret',
    'code',
    'grant_type',
    'redirect_uri',
  ]);
  t.notOk(server.arrived[1]?.headers.authorization);
});

t.test('P9: refresh carries redirect_uri, client_id and client_secret', async (t) => {
  const { server, walk } = await connected(t);
  await walk.world.clock.advance((year - 60) * 1000);
  await walk.bearer(300);
  const form = new URLSearchParams(server.arrived[2]?.body);
  t.strictSame([...form.keys()].sort(), ['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'refresh_token']);
  t.strictSame(server.refusals, []);
});

t.test('P10: one refresh at a time; all readers get the new pair, nobody the old one', async (t) => {
  const { server, walk } = await connected(t);
  const old = await walk.bearer();
  t.ok(server.isLive(old.token));
  await walk.world.clock.advance((year - 60) * 1000);
  const reads = Promise.all(Array.from({ length: 8 }, () => walk.bearer(300)));
  let done = false;
  const watched = reads.finally(() => {
    done = true;
  });
  while (!done) await walk.world.clock.advance(50);
  const tokens = new Set((await watched).map(({ token }) => token));
  t.equal(tokens.size, 1);
  t.notOk(tokens.has(old.token));
  t.notOk(server.isLive(old.token), 'the provider ended it');
  t.ok(server.isLive([...tokens][0] ?? ''));
  t.equal(server.arrived.filter(({ body }) => body.includes('grant_type=refresh_token')).length, 1);
});

t.test(
  'P11: what was revoked or deleted there cannot be renewed: the connection goes red and says to reconnect',
  async (t) => {
    const { server, walk } = await connected(t);
    const { token } = await walk.bearer();
    server.revokeAll();
    t.notOk(server.isLive(token));
    await walk.world.clock.advance((year + 60) * 1000);
    t.match(await walk.token(300), { kind: 'rejected', reason: 'grant_rejected' });
    t.match(walk.connection, { status: 'error', reason: 'grant_rejected' });
    t.match(walk.connection.events.at(-1), {
      kind: 'reauthorization_required',
      reason: 'grant_rejected',
      details: { explanation: /must reconnect/ },
    });
    const asked = server.arrived.length;
    t.match(await walk.token(300), { kind: 'rejected' });
    t.equal(server.arrived.length, asked, 'the dead refresh token is not sent again');
    await walk.connect(server);
    t.equal(walk.connection.status, 'active', 'the flow again brings new tokens');
    t.ok(server.isLive((await walk.bearer()).token));
  },
);

t.test('P13: there is no revocation endpoint: ours is deleted, and that the grant remains is said', async (t) => {
  const { server, walk } = await connected(t);
  const { token } = await walk.bearer();
  const before = server.arrived.length;
  t.equal(await walk.disconnect(), 'not_supported');
  t.equal(server.arrived.length, before, 'nothing was asked');
  t.ok(server.isLive(token), 'only an administrator ends it');
  t.match(walk.connection.events.at(-1), { kind: 'disconnected', reason: 'not_supported' });
  t.ok([...walk.world.database.grants.values()].every(({ tokenSet }) => tokenSet === undefined));
});

t.test('P14: the header is Bearer, capital B, one space, and the token', async (t) => {
  const { server, walk } = await connected(t);
  const { token, header } = await walk.bearer();
  t.equal(header, `Bearer ${token}`);
  const url = 'https://chat.pronto.io/scim/v2/Groups?startIndex=1&perPage=100';
  t.equal((await server.call(url, header)).status, 200);
  t.equal(server.arrived.at(-1)?.headers.authorization, header);
  t.equal((await server.call(url, header.replace('Bearer', 'bearer'))).status, 401);
});

t.test('P15: a JWT of 1,107 characters with a life of a year is kept whole and is not judged', async (t) => {
  const { walk } = await connected(t);
  const { token } = await walk.bearer();
  t.equal(token.length, 1107);
  const grant = walk.world.database.grants.get(walk.connection.grantId ?? '');
  t.equal(grant?.lifetimeSeconds, year);
  const due = ((grant?.dueAt ?? 0) - walk.world.clock.now()) / 1000;
  t.ok(due > 0.69 * year && due < year, `due in ${due} seconds`);
});

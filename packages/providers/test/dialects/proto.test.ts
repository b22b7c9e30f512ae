import t, { type Test } from 'tap';
import { proto, startProtoServer } from './proto-server.js';
import { definitionOf, type Walk, walkOf } from './walk.js';

const { origin: _, ...endpoints } = proto;

async function arrange(
  t: Test,
  inputs: Readonly<Record<string, string>> = endpoints,
  definition = definitionOf('proto'),
) {
  let walk: Walk | undefined;
  const server = await startProtoServer(() => walk?.callbackUrl ?? '');
  t.teardown(() => server.close());
  walk = await walkOf(server, { definition, inputs, scopes: [] });
  return { server, walk };
}

async function connected(t: Test) {
  const place = await arrange(t);
  await place.walk.connect(place.server);
  t.strictSame(place.server.refusals, []);
  return place;
}

t.test('both endpoints, which the page leaves blank, are asked for', async (t) => {
  const { server } = await connected(t);
  t.strictSame(
    server.arrived.map(({ method, host, target }) => `${method} https://${host}${target.split('?')[0]}`),
    [`GET ${proto.authorizeUrl}`, `POST ${proto.tokenUrl}`],
  );
  const { authorizeUrl } = proto;
  const partly = await arrange(t, { authorizeUrl });
  t.match(await partly.walk.start(), { kind: 'misconfigured', message: /tokenUrl/ });
  const wrong = ['http://proto.example.com/token', 'https://ada@proto.example.com/token', 'proto.example.com/token'];
  for (const tokenUrl of [...wrong, 'https://proto.example.com/token?client_id=evil']) {
    const elsewhere = await arrange(t, { authorizeUrl, tokenUrl });
    t.match(await elsewhere.walk.start(), { kind: 'misconfigured', field: 'inputs.tokenUrl' }, tokenUrl);
  }
});

t.test('T1: the words are Consumer ID, Consumer Secret and Callback URI', async (t) => {
  t.strictSame(definitionOf('proto').client, {
    idLabel: 'Consumer ID',
    secretLabel: 'Consumer Secret',
    callbackLabel: 'Callback URI',
  });
});

t.test('T2: the token request, and the refresh, are JSON objects and say so', async (t) => {
  const { server, walk } = await connected(t);
  await walk.world.clock.advance(3_590_000);
  await walk.bearer(60);
  for (const request of server.arrived.slice(1)) {
    t.equal(request.headers['content-type'], 'application/json');
    t.type(JSON.parse(request.body), 'object');
  }
  t.equal(server.arrived.length, 3);
  t.strictSame(server.refusals, []);
});

t.test('T3: without an opt-in a callback that shows only the code is refused', async (t) => {
  const { server, walk } = await arrange(t);
  server.callback = 'code_only';
  const { location = '' } = await server.visit(await walk.authorizationUrl());
  t.strictSame([...new URL(location).searchParams.keys()], ['code']);
  t.match(await walk.back(location), { kind: 'forged', why: 'no_state' });
  t.equal(server.arrived.length, 1, 'the code went nowhere');
  t.equal(walk.connection.status, 'pending');
});

t.test('T3: with the opt-in it is bound to the one flow of its browser, and confirmed', async (t) => {
  const { server, walk } = await arrange(t, endpoints, { ...definitionOf('proto'), callback: { state: 'dropped' } });
  server.callback = 'code_only';
  const { location = '' } = await server.visit(await walk.authorizationUrl());
  t.match(await walk.back(location, 'eve'), { kind: 'forged', why: 'no_state' }, 'another browser');
  t.match(await walk.back(location), { kind: 'unconfirmed' });
  t.match(await walk.token(), { kind: 'not_connected' });
  t.match(await walk.answer('confirm'), { kind: 'succeeded' });
  t.match(await walk.token(), { kind: 'token' });
  t.strictSame(server.refusals, []);

  const late = await server.visit(await walk.authorizationUrl());
  await walk.world.clock.advance(180_000);
  t.match(await walk.back(late.location ?? ''), { kind: 'start_again', why: 'too_late' });
  server.callback = 'with_state';
  const { location: withState = '' } = await server.visit(await walk.authorizationUrl());
  await walk.world.clock.advance(180_000);
  t.match(await walk.back(withState), { kind: 'succeeded' }, 'a state that comes back needs none of it');
});

t.test('T4: the answer has no token_type: it is Bearer', async (t) => {
  const { walk } = await connected(t);
  const { header, token } = await walk.bearer();
  t.equal(header, `Bearer ${token}`);
});

t.test('T5: an expired token is told in words, which the definition declares', async (t) => {
  t.strictSame(definitionOf('proto').api?.expirySignals, [
    { bodyHolds: 'Session expired' },
    { bodyHolds: 'Invalid response' },
  ]);
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { openWorld } from './world.js';

const world = await openWorld();
t.teardown(() => world.close());
const { call } = world;

/** A server that publishes its metadata where RFC 8414 says, and nothing else. */
const server = createServer((request, response) => {
  const issuer = `http://${request.headers.host}`;
  if (request.url !== '/.well-known/oauth-authorization-server') return void response.writeHead(404).end();
  response.end(
    JSON.stringify({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      code_challenge_methods_supported: ['S256'],
    }),
  );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
t.teardown(() => server.close());
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

t.test('a definition from an issuer, ready for a connection config', async (t) => {
  const found = await call('POST', '/providers/discover', { body: { issuer } });
  t.equal(found.status, 200);
  t.match(found.body, {
    metadataUrl: `${issuer}/.well-known/oauth-authorization-server`,
    definition: { issuer, authorize: { url: `${issuer}/authorize` }, token: { url: `${issuer}/token` } },
    notes: [],
  });
  const config = await call('POST', '/connection-configs', {
    body: { key: 'found', definition: found.body.definition },
  });
  t.equal(config.status, 201);
  t.equal(config.body.definitionVersion, found.body.definitionVersion);
});

t.test('what cannot be found is told with every place that was looked at', async (t) => {
  const nothing = await call('POST', '/providers/discover', { body: { issuer: `${issuer}/nobody` } });
  t.equal(nothing.status, 422);
  const [error] = nothing.body.errors;
  t.equal(error.field, 'issuer');
  t.equal(error.messages.length, 3);
  t.match(error.messages[0], /oauth-authorization-server\/nobody answered with status 404/);
  const wrong = await call('POST', '/providers/discover', { body: { issuer: 'login.example.com' } });
  t.match(wrong, { status: 422, body: { errors: [{ field: 'issuer', messages: [/must be an absolute URL/] }] } });
  const reader = await world.mintKey(world.acme, ['configs:read']);
  t.match(await call('POST', '/providers/discover', { body: { issuer }, key: reader }), { status: 403 });
});

t.test('in production only https is asked, and never a private address', async (t) => {
  const strict = await openWorld('never');
  t.teardown(() => strict.close());
  const plain = await strict.call('POST', '/providers/discover', { body: { issuer } });
  t.match(plain, { status: 422, body: { errors: [{ messages: ['must start with https://'] }] } });
  const inside = await strict.call('POST', '/providers/discover', { body: { issuer: 'https://127.0.0.1' } });
  t.match(inside, { status: 422, body: { errors: [{ messages: [/egress_refused/, /egress_refused/] }] } });
});

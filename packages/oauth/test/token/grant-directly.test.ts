import t from 'tap';
import type { GrantId } from '../../src/ids.js';
import type { Definition } from '../../src/provider/definition.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { reveal } from '../../src/secret.js';
import { grantDirectly } from '../../src/token/grant-directly.js';
import { readAccessToken } from '../../src/token/read-access-token.js';
import type { ConnectionOptions, ConnectionRow, MemoryWorld } from '../../testing/index.js';
import { claimOnly, sealedTokens, start, worldWithServer } from '../flows.js';

const definition: Definition = {
  name: 'Machine',
  grantType: 'client_credentials',
  inputs: [
    { name: 'account', label: 'Account', type: 'text', visibility: 'customer', required: true },
    { name: 'region', label: 'Region', type: 'text', visibility: 'customer' },
  ],
  token: { url: 'https://as.example/token', parameters: { account_id: '{account}', region: '{region}' } },
  revoke: { url: 'https://as.example/revoke' },
};

async function machine(options: ConnectionOptions = {}) {
  const { world, server } = worldWithServer();
  const connection = await world.addConnection({ definition, inputs: { account: 'acme' }, ...options });
  return { world, server, connection };
}

function connect(world: MemoryWorld, connection: ConnectionRow) {
  const { organizationId, id: connectionId } = connection;
  const grantId = world.newId() as GrantId;
  return grantDirectly(world.ports, { grantId, organizationId, connectionId, actor: 'Ada' });
}

function read(world: MemoryWorld, { organizationId, id: connectionId }: ConnectionRow) {
  return readAccessToken(world.ports, { organizationId, connectionId, minimumSeconds: 300 });
}

t.test('client credentials (RFC 6749 section 4.4): one request, and the connection is active', async (t) => {
  const { world, connection } = await machine();
  t.strictSame(await connect(world, connection), { kind: 'granted' });
  t.equal(world.transport.sent.length, 1);
  const request = world.transport.sent[0]?.request;
  t.strictSame(Object.fromEntries(new URLSearchParams(request?.body)), {
    grant_type: 'client_credentials',
    scope: 'read write',
    account_id: 'acme',
  });
  t.equal(atob((request?.headers.authorization ?? '').slice(6)), 'client-1:s3cret');
  t.match(connection, { status: 'active', lastFailure: undefined });
  t.strictSame(connection.events, [{ kind: 'connected', actor: 'Ada', details: {} }]);
  const answer = await read(world, connection);
  t.equal(answer.kind === 'token' && reveal(answer.token.accessToken), 'at-c1');
  t.equal(world.database.grants.get(connection.grantId ?? '')?.terms.redirectUri, undefined);
});

t.test('it is renewed before it expires, by asking again under the same claim', async (t) => {
  const { world, connection } = await machine();
  await connect(world, connection);
  const grantId = connection.grantId as GrantId;
  const dueIn = ((world.database.grants.get(grantId)?.dueAt ?? 0) - world.clock.now()) / 1000;
  t.ok(dueIn >= 2519 && dueIn <= 3060, String(dueIn));
  await world.clock.advance(3600 * 0.86 * 1000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.equal((await sealedTokens(world, grantId)).access, 'at-c2');
  t.equal(
    new URLSearchParams(world.transport.sent[1]?.request.body).get('account_id'),
    'acme',
    'inputs are sent again',
  );
});

t.test('while nobody reads it is not renewed; a reader gets one at once', async (t) => {
  const { world, connection } = await machine();
  await connect(world, connection);
  const grant = world.database.grants.get(connection.grantId ?? '');
  if (!grant) throw new Error('there is no grant');
  grant.usedAt -= 2 * world.ports.times.unusedAfter;
  await world.clock.advance(3600 * 1000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'postponed' });
  t.equal(grant.dueAt, undefined, 'never by itself');
  t.equal(world.transport.sent.length, 1);
  const answer = await read(world, connection);
  t.equal(answer.kind === 'token' && reveal(answer.token.accessToken), 'at-c2');
});

t.test('a refused client while renewing is the registration’s fault: nobody is asked to reconnect', async (t) => {
  const { world, server, connection } = await machine();
  await connect(world, connection);
  await world.clock.advance(3600 * 0.86 * 1000);
  server.instead = { status: 401, headers: {}, body: '{"error":"invalid_client"}' };
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { reason: 'client_misconfigured' });
  t.match(connection, { status: 'error', reason: 'client_misconfigured' });
  t.equal(connection.events.at(-1)?.kind, 'connected', 'the vendor is told of the client');
  server.instead = undefined;
  await world.clock.advance(3600 * 1000);
  t.match(await refreshGrant(world.ports, await claimOnly(world.ports)), { kind: 'refreshed' });
  t.match(connection, { status: 'active', reason: undefined }, 'and it heals by itself');
});

t.test('a refusal is told with the provider’s words, and what was connected stays', async (t) => {
  const { world, server, connection } = await machine();
  await connect(world, connection);
  const { grantId } = connection;
  server.instead = { status: 401, headers: {}, body: '{"error":"invalid_client","error_description":"no such app"}' };
  const failed = await connect(world, connection);
  t.match(failed, {
    kind: 'failed',
    error: 'client_misconfigured',
    details: { error: 'invalid_client', status: '401' },
  });
  t.match(connection, { status: 'active', grantId, lastFailure: 'client_misconfigured' });
  t.match(connection.events.at(-1), {
    kind: 'authorization_failed',
    reason: 'client_misconfigured',
    actor: 'Ada',
    details: { description: 'no such app' },
  });
  server.instead = { status: 503, headers: { 'retry-after': '7' }, body: '' };
  t.match(await connect(world, connection), { error: 'provider_unavailable', retryAfterSeconds: 7 });
});

t.test('asking again replaces the grant; the former one is revoked', async (t) => {
  const { world, server, connection } = await machine();
  await connect(world, connection);
  const former = connection.grantId;
  await connect(world, connection);
  t.not(connection.grantId, former);
  t.strictSame(world.bell.rung, ['revoke', 'revoke']);
  await (await revokeDueGrants(world.ports, { slots: 10, onResult: () => undefined })).settled;
  t.equal(server.familyOf('at-c1')?.state, 'revoked');
  t.equal(server.familyOf('at-c2')?.state, 'alive');
});

t.test('disconnecting revokes the token and ends the reads', async (t) => {
  const { world, server, connection } = await machine();
  await connect(world, connection);
  const { organizationId, id: connectionId } = connection;
  t.equal(await disconnectConnection(world.ports, { organizationId, connectionId }), 'disconnecting');
  t.strictSame(await read(world, connection), { kind: 'not_connected' });
  await (await revokeDueGrants(world.ports, { slots: 10, onResult: () => undefined })).settled;
  t.equal(server.familyOf('at-c1')?.state, 'revoked');
  t.match(connection, { status: 'pending' });
});

t.test('while something is missing nothing is sent, and its field is named', async (t) => {
  const cases: readonly (readonly [ConnectionOptions, string])[] = [
    [{ inputs: {} }, 'inputs.account'],
    [{ client: 'none' }, 'environments.production.clientId'],
    [{ client: 'none', definition: { ...definition, client: { owner: 'connection' } } }, 'clientId'],
    [{ definition: { ...definition, token: { url: 'https://{region}.as.example/token' } } }, 'token.url'],
    [
      {
        definition: {
          name: 'Plain',
          authorize: { url: 'https://as.example/a' },
          token: { url: 'https://as.example/token' },
        },
      },
      'grantType',
    ],
  ];
  for (const [options, field] of cases) {
    const { world, connection } = await machine(options);
    t.match(await connect(world, connection), { kind: 'misconfigured', field });
    t.strictSame(world.transport.sent, []);
    t.strictSame(connection.events, []);
  }
});

t.test('no browser is sent anywhere for such a connection', async (t) => {
  const { world, connection } = await machine();
  t.match(await start(world, connection), { kind: 'misconfigured', field: 'grantType' });
});

t.test('an unknown connection, or another organization’s, is not found', async (t) => {
  const { world, connection } = await machine();
  const other = await world.addConnection({ definition });
  t.strictSame(await connect(world, { ...connection, organizationId: other.organizationId }), { kind: 'not_found' });
  t.strictSame(world.transport.sent, []);
});

t.test('a store that fails for a while loses nothing', async (t) => {
  const { world, connection } = await machine();
  let failures = 3;
  world.database.fault = (statement) =>
    statement === 'create_grant' && failures-- > 0 ? 'throws_after_commit' : 'none';
  const granting = connect(world, connection);
  for (let step = 0; step < 50; step++) await world.clock.advance(1000);
  t.strictSame(await granting, { kind: 'granted' });
  t.equal(world.transport.sent.length, 1, 'the provider is asked once');
  t.strictSame(
    connection.events.map(({ kind }) => kind),
    ['connected'],
  );
});

import t from 'tap';
import type { ConnectionOptions, MemoryWorld } from '../../testing/index.js';
import { complete, startedState, worldWithServer } from '../flows.js';

// A provider that sends iss and whose definition names no issuer.
const definition = {
  name: 'Plain',
  authorize: { url: 'https://as.example/authorize?prompt=consent' },
  token: { url: 'https://as.example/token' },
} as const;

type Server = ReturnType<typeof worldWithServer>['server'];

/** One more sign-in at the same config, or at another one. */
async function signIn(world: MemoryWorld, server: Server, iss: string | undefined, options: ConnectionOptions = {}) {
  const connection = await world.addConnection({ definition, ...options });
  const state = await startedState(world, connection);
  const { code } = server.authorize();
  const completed = await complete(world, connection, { code, state, ...(iss === undefined ? {} : { iss }) });
  return { connection, completed };
}

t.test('the iss of the first success is the only one from then on', async (t) => {
  const { world, server } = worldWithServer();
  const silent = await signIn(world, server, undefined);
  t.match(silent.completed, { kind: 'succeeded' }, 'without any iss nothing is pinned');
  const { organizationId, connectionConfigId } = silent.connection;
  const client = world.database.clients.get(silent.connection.clientRowId ?? '');
  const beside = { organizationId, connectionConfigId, ...(client ? { client } : {}) };
  t.strictSame(world.database.pins, []);

  t.match((await signIn(world, server, 'https://as.example', beside)).completed, { kind: 'succeeded' });
  t.match(world.database.pins, [
    { issuer: 'https://as.example', authorizationEndpoint: 'https://as.example/authorize' },
  ]);
  t.match((await signIn(world, server, 'https://as.example', beside)).completed, { kind: 'succeeded' });
  const before = world.transport.sent.length;
  const other = await signIn(world, server, 'https://evil.example', beside);
  t.match(other.completed, { kind: 'forged', why: 'iss_mismatch' });
  t.match(other.connection.events.at(-1), {
    kind: 'authorization_failed',
    reason: 'invalid_response',
    details: {
      cause: /^iss mismatch; the first success pinned another one.*reset-issuer/,
      ...{ iss: 'https://evil.example', pinnedIssuer: 'https://as.example' },
    },
  });
  const missing = await signIn(world, server, undefined, beside);
  t.match(missing.completed, { kind: 'forged', why: 'iss_missing' });
  t.match(missing.connection.events.at(-1), { details: { cause: /^iss missing; the first success pinned/ } });
  t.match((await signIn(world, server, 'https://as.example/', beside)).completed, { kind: 'forged' });
  t.equal(world.transport.sent.length, before, 'no code was redeemed');

  t.match((await signIn(world, server, undefined, { ...beside, environment: 'sandbox' })).completed, {
    kind: 'succeeded',
  });
  t.match((await signIn(world, server, 'https://two.example')).completed, { kind: 'succeeded' }, 'another config');
  world.database.pins.splice(0);
  t.match((await signIn(world, server, 'https://new.example', beside)).completed, { kind: 'succeeded' }, 'reset');
  t.match((await signIn(world, server, 'https://as.example', beside)).completed, { kind: 'forged' });
});

t.test('what fails pins nothing, nor does what is no identifier', async (t) => {
  const { world, server } = worldWithServer();
  server.instead = { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };
  t.match((await signIn(world, server, 'https://as.example')).completed, { kind: 'failed' });
  server.instead = undefined;
  for (const odd of ['', 'two words', 'nul\u0000', 'x'.repeat(2001)]) await signIn(world, server, odd);
  t.strictSame(world.database.pins, []);
});

t.test('where an input chooses the server, each has its own', async (t) => {
  const { world, server } = worldWithServer();
  const definition = {
    ...{ name: 'Shops', token: { url: 'https://as.example/token' } },
    authorize: { url: 'https://as.example/{tenant}/authorize' },
    inputs: [{ name: 'tenant', label: 'Tenant', type: 'text', visibility: 'customer', required: true }],
  } as const;
  const first = await signIn(world, server, 'https://as.example/a', { definition, inputs: { tenant: 'a' } });
  const { organizationId, connectionConfigId } = first.connection;
  const client = world.database.clients.get(first.connection.clientRowId ?? '');
  const beside = { organizationId, connectionConfigId, definition, ...(client ? { client } : {}) };
  const at = (tenant: string, iss: string) => signIn(world, server, iss, { ...beside, inputs: { tenant } });
  t.match((await at('b', 'https://as.example/b')).completed, { kind: 'succeeded' });
  t.match((await at('b', 'https://as.example/a')).completed, { kind: 'forged' });
  t.match((await at('a', 'https://as.example/a')).completed, { kind: 'succeeded' });
});

import t from 'tap';
import type { ConnectionOptions, ConnectionRow, MemoryWorld } from '../../testing/index.js';
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
  return { connection, completed: await signInAt(world, server, connection, iss) };
}

async function signInAt(world: MemoryWorld, server: Server, connection: ConnectionRow, iss: string | undefined) {
  const state = await startedState(world, connection);
  const { code } = server.authorize();
  return await complete(world, connection, { code, state, ...(iss === undefined ? {} : { iss }) });
}

/** Further connections of the config that this one is of. */
function besideOf(world: MemoryWorld, { organizationId, connectionConfigId, clientRowId }: ConnectionRow) {
  const client = world.database.clients.get(clientRowId ?? '');
  return { organizationId, connectionConfigId, ...(client ? { client } : {}) };
}

t.test('the iss that two customers brought is the only one from then on', async (t) => {
  const { world, server } = worldWithServer();
  const first = await signIn(world, server, 'https://as.example', { customerId: 'bakery' });
  const beside = besideOf(world, first.connection);
  const bakery = { ...beside, customerId: 'bakery' };
  t.match((await signIn(world, server, 'https://as.example', bakery)).completed, { kind: 'succeeded' });
  t.match(world.database.pins, [
    {
      authorizationEndpoint: 'https://as.example/authorize',
      pinned: { state: 'provisional', latest: { issuer: 'https://as.example', by: 'bakery' } },
    },
  ]);
  t.match((await signIn(world, server, 'https://as.example', beside)).completed, { kind: 'succeeded' });
  t.match(world.database.pins, [{ pinned: { state: 'firm' } }]);
  const before = world.transport.sent.length;
  const other = await signIn(world, server, 'https://evil.example', beside);
  t.match(other.completed, { kind: 'forged', why: 'iss_mismatch' });
  t.match(other.connection.events.at(-1), {
    kind: 'authorization_failed',
    reason: 'invalid_response',
    details: {
      cause: /^iss mismatch; earlier sign-ins pinned another one.*reset-issuer/,
      ...{ iss: 'https://evil.example', pinnedIssuer: 'https://as.example' },
    },
  });
  const missing = await signIn(world, server, undefined, beside);
  t.match(missing.completed, { kind: 'forged', why: 'iss_missing' });
  t.match(missing.connection.events.at(-1), { details: { cause: /^iss missing; earlier sign-ins pinned/ } });
  t.match((await signIn(world, server, 'https://as.example/', beside)).completed, { kind: 'forged' });
  t.equal(world.transport.sent.length, before, 'no code was redeemed');

  t.match((await signIn(world, server, undefined, { ...beside, environment: 'sandbox' })).completed, {
    kind: 'succeeded',
  });
  t.match((await signIn(world, server, 'https://two.example')).completed, { kind: 'succeeded' }, 'another config');
  world.database.pins.splice(0);
  for (let customers = 0; customers < 2; customers++)
    t.match((await signIn(world, server, 'https://new.example', beside)).completed, { kind: 'succeeded' }, 'reset');
  t.match((await signIn(world, server, 'https://as.example', beside)).completed, { kind: 'forged' });
});

t.test('before, it is the only one of the connection that brought it', async (t) => {
  const { world, server } = worldWithServer();
  const { connection } = await signIn(world, server, 'https://as.example');
  const again = async (iss: string | undefined) => await signInAt(world, server, connection, iss);
  t.match(await again('https://evil.example'), { kind: 'forged', why: 'iss_mismatch' });
  t.match(await again(undefined), { kind: 'forged', why: 'iss_missing' });
  t.match(await again('https://as.example'), { kind: 'succeeded' });
});

t.test('one customer who forges iss, again and again, breaks nobody’s sign-in', async (t) => {
  for (const honest of ['https://as.example', undefined]) {
    const { world, server } = worldWithServer();
    const first = await signIn(world, server, 'https://x.example', { customerId: 'mallory' });
    t.match(first.completed, { kind: 'succeeded' }, 'the code is her own: nothing tells');
    const beside = besideOf(world, first.connection);
    for (let victims = 0; victims < 3; victims++) {
      t.match((await signIn(world, server, honest, beside)).completed, { kind: 'succeeded' }, `with ${honest}`);
      for (const forged of ['https://x.example', 'https://y.example', undefined])
        await signIn(world, server, forged, { ...beside, customerId: 'mallory' });
    }
    const [row] = world.database.pins;
    t.match(row?.pinned, { state: 'firm' });
    t.equal(row?.pinned.latest.issuer, honest, 'nor does she keep the right one from being pinned');
  }
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
  const beside = { ...besideOf(world, first.connection), definition };
  const at = (tenant: string, iss: string) => signIn(world, server, iss, { ...beside, inputs: { tenant } });
  for (let customers = 0; customers < 2; customers++)
    t.match((await at('b', 'https://as.example/b')).completed, { kind: 'succeeded' });
  t.match((await at('b', 'https://as.example/a')).completed, { kind: 'forged' });
  t.match((await at('a', 'https://as.example/a')).completed, { kind: 'succeeded' });
});

import t from 'tap';
import type { Client } from '../../src/provider/client.js';
import { refreshGrant } from '../../src/refresh/refresh-grant.js';
import { revokeDueGrants } from '../../src/revoke/revoke-due-grants.js';
import { secret } from '../../src/secret.js';
import type { MemoryAnswer, MemoryWorld } from '../../testing/index.js';
import { claimOnly, complete, connected, startedState, worldWithServer } from '../flows.js';

const refusal = (status: number, error: string): MemoryAnswer => ({ status, body: JSON.stringify({ error }) });

/** A world whose server knows one secret only; `accepted` may change. */
function rotatingWorld() {
  const { world, server } = worldWithServer();
  const known = { accepted: 'old-secret', refusal: refusal(401, 'invalid_client') };
  const presented: string[] = [];
  const inner = server.handler;
  world.transport.handler = (request) => {
    const pair = atob((request.headers.authorization ?? '').replace('Basic ', ''));
    const given = decodeURIComponent(pair.split(':')[1] ?? '');
    presented.push(`${new URL(request.url).pathname} ${given}`);
    return given === known.accepted ? inner(request) : known.refusal;
  };
  return { world, server, known, presented };
}

/** A client with a current and a next secret. */
async function clientWithBoth(world: MemoryWorld, organizationId: string): Promise<Client> {
  const sealed = async (value: string) => {
    const rowId = world.newId();
    const purpose = { organizationId, row: rowId, field: 'client_secret.value' } as const;
    return { rowId, value: await world.vault.seal(purpose, secret(value)) };
  };
  return {
    rowId: world.newId() as Client['rowId'],
    clientId: 'client-1',
    secrets: [await sealed('old-secret'), await sealed('new-secret')],
  };
}

async function connection(world: MemoryWorld) {
  const organizationId = world.newId() as never;
  return await world.addConnection({ organizationId, client: await clientWithBoth(world, organizationId) });
}

t.test('a code is redeemed with the next secret when the current one is refused', async (t) => {
  const { world, server, known, presented } = rotatingWorld();
  known.accepted = 'new-secret';
  const { grant } = await connected(world, server, { existing: await connection(world) });
  t.equal(grant.state, 'live');
  t.same(presented, ['/token old-secret', '/token new-secret']);
});

t.test('while the current one is accepted, the next is not sent', async (t) => {
  const { world, server, presented } = rotatingWorld();
  await connected(world, server, { existing: await connection(world) });
  t.same(presented, ['/token old-secret']);
});

t.test('a refresh token survives the rotation, and is sent again only after invalid_client', async (t) => {
  const { world, server, known, presented } = rotatingWorld();
  const { family } = await connected(world, server, { existing: await connection(world) });
  known.accepted = 'new-secret';
  await world.clock.advance(3600_000);
  t.equal((await refreshGrant(world.ports, await claimOnly(world.ports))).kind, 'refreshed');
  t.same(presented.slice(1), ['/token old-secret', '/token new-secret']);
  t.equal(family.renewals, 1);
  t.equal(family.state, 'alive');

  for (const other of [refusal(502, 'invalid_request'), refusal(401, ''), refusal(400, 'invalid_grant')]) {
    known.refusal = other;
    presented.length = 0;
    await world.clock.advance(24 * 3600_000);
    await refreshGrant(world.ports, await claimOnly(world.ports));
    t.same(presented, ['/token old-secret'], other.body);
  }
});

t.test('no other answer makes a code go out twice', async (t) => {
  for (const other of [
    refusal(400, 'invalid_grant'),
    refusal(401, ''),
    refusal(502, 'x'),
    refusal(400, 'invalid_request'),
  ]) {
    const { world, server, known, presented } = rotatingWorld();
    known.accepted = 'new-secret';
    known.refusal = other;
    const row = await connection(world);
    const state = await startedState(world, row);
    const completed = await complete(world, row, { code: server.authorize().code, state });
    t.equal(completed.kind, 'failed');
    t.same(presented, ['/token old-secret'], `${other.status} ${other.body}`);
  }
});

t.test('when both are refused, that is told', async (t) => {
  const { world, server, known, presented } = rotatingWorld();
  await connected(world, server, { existing: await connection(world) });
  known.accepted = 'a third';
  await world.clock.advance(3600_000);
  const result = await refreshGrant(world.ports, await claimOnly(world.ports));
  t.match(result, { kind: 'failed', failure: { class: 'misconfigured' } });
  t.equal(presented.length, 3);
});

t.test('revocation tries the next one too', async (t) => {
  const { world, server, known } = rotatingWorld();
  const { connection: row, family } = await connected(world, server, { existing: await connection(world) });
  known.accepted = 'new-secret';
  await world.ports.connections.disconnect(row.organizationId, row.id, { kind: 'disconnect_requested' });
  const work = await revokeDueGrants(world.ports, { slots: 5, onResult: () => undefined });
  await work.settled;
  t.equal(family.state, 'revoked');
});

import t from 'tap';
import type { RevocationClaim } from '../../src/connection/grant.js';
import type { Definition } from '../../src/provider/definition.js';
import { disconnectConnection } from '../../src/revoke/disconnect-connection.js';
import { revokeGrant } from '../../src/revoke/revoke-grant.js';
import { type ConnectionRow, type MemoryAnswer, type MemoryWorld, plainDefinition } from '../../testing/index.js';
import { begin, lamp, definition as lampDefinition, ok, tick, tokens } from '../device/lamp.js';
import { complete, connected, passing, startedState, worldWithServer } from '../flows.js';

// Where revoking one token ends every grant of a person for a client, a new grant must not be made before the revocation of
// the former one is processed.

const revoke = { url: 'https://as.example/revoke', reach: 'account' } as const;
const definition: Definition = { ...plainDefinition, revoke };

async function claimOf(world: MemoryWorld): Promise<RevocationClaim> {
  const { times, grants } = world.ports;
  const [claim] = await grants.claimDueRevocations({ holder: 'process-1', limit: 1, times });
  if (!claim) throw new Error('no revocation is due');
  return claim;
}

const disconnect = (world: MemoryWorld, { organizationId, id: connectionId }: ConnectionRow) =>
  disconnectConnection(world.ports, { organizationId, connectionId });

/** A connection just disconnected, at a provider whose revocations end every consent that it has given by then. */
async function disconnected(of: Definition = definition) {
  const { world, server } = worldWithServer();
  const made = await connected(world, server, { definition: of });
  const answers: MemoryAnswer[] = [];
  /** Consents whose tokens were issued. */
  const redeemed = new Set<string>([made.family.name]);
  world.transport.handler = (request) => {
    const form = new URLSearchParams(request.body);
    if (!request.url.endsWith('/revoke')) {
      const code = form.get('code');
      if (code) redeemed.add(code.replace('code-', ''));
      return server.handler(request);
    }
    const answer = answers.shift() ?? { status: 200, body: '' };
    if (answer.status === 200)
      for (const family of server.families.values()) if (redeemed.has(family.name)) family.state = 'revoked';
    return answer;
  };
  await disconnect(world, made.connection);
  const asked = (path: string) => world.transport.sent.filter(({ request }) => request.url.endsWith(path)).length;
  return { world, server, asked, answers, ...made };
}

/** Hashes are made outside of simulated time: lets it all run until a code is being redeemed. */
async function exchanging(world: MemoryWorld): Promise<void> {
  const isUnderWay = () => [...world.database.sessions.values()].some((row) => row.consumed === 'yes' && !row.outcome);
  for (let turns = 0; !isUnderWay(); turns++) {
    if (turns > 10_000) throw new Error('no code is being redeemed');
    await world.clock.settle();
  }
}

/** Lets requests to this path hang until the function is called. */
function hold(world: MemoryWorld, path: string): () => void {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { passage } = world.transport;
  world.transport.passage = (request) => (request.url.endsWith(path) ? { kind: 'held', until } : passage(request));
  return () => {
    world.transport.passage = passage;
    release();
  };
}

t.test('a revocation waits while a code of the client is being redeemed', async (t) => {
  const { world, server, asked, answers, connection, grant } = await disconnected();
  answers.push({ status: 503, body: '' });
  t.match(await revokeGrant(world.ports, await claimOf(world)), { kind: 'retry', cause: 'status 503' });
  const sent = asked('/revoke');

  // The person connects again, and the provider takes its time.
  const state = await startedState(world, connection);
  const { code, family } = server.authorize();
  const release = hold(world, '/token');
  const completed = complete(world, connection, { code, state });
  await exchanging(world);
  await world.clock.advance((grant.dueAt ?? 0) - world.clock.now());
  t.match(await revokeGrant(world.ports, await claimOf(world)), { kind: 'retry', cause: /is being made/ });
  t.equal(asked('/revoke'), sent, 'nothing is sent');
  t.ok(grant.tokenSet, 'and nothing forgotten');
  const wait = (grant.dueAt ?? 0) - world.clock.now();
  t.ok(wait > 0 && wait <= world.ports.times.backoffFirst, `${wait} ms`);

  release();
  t.match(await completed, { kind: 'succeeded' });
  await world.clock.advance(wait);
  t.match(await revokeGrant(world.ports, await claimOf(world)), { outcome: 'superseded' });
  t.equal(asked('/revoke'), sent);
  t.equal(family.state, 'alive');
  t.equal(connection.status, 'active');
});

t.test('what comes to nothing keeps no revocation, and nothing keeps one past its deadline', async (t) => {
  const { world, asked, connection, grant } = await disconnected();
  const state = await startedState(world, connection);
  t.match(await complete(world, connection, { code: 'of nobody', state }), { kind: 'failed' });
  await startedState(world, connection);
  t.match(
    await revokeGrant(world.ports, await claimOf(world)),
    { outcome: 'revoked' },
    'nor one that waits for a person',
  );
  t.ok(asked('/revoke') > 0);
  t.equal(grant.tokenSet, undefined);

  const other = await disconnected();
  const forgotten = await startedState(other.world, other.connection);
  hold(other.world, '/token');
  void complete(other.world, other.connection, { code: other.server.authorize().code, state: forgotten });
  await exchanging(other.world);
  const claim = await claimOf(other.world);
  const { revocationDeadline } = other.world.ports.times;
  t.match(await revokeGrant(other.world.ports, { ...claim, revokingSeconds: revocationDeadline / 1000 }), {
    outcome: 'unconfirmed',
  });
  t.equal(other.asked('/revoke'), 0);
  t.equal(other.grant.tokenSet, undefined);
});

t.test('a sibling that comes while the revocation waits for its budget is spared', async (t) => {
  const token = { ...plainDefinition.token, rateLimit: { requests: 1, seconds: 60 } };
  const { world, server, asked, connection } = await disconnected({ ...definition, token });
  const claim = await claimOf(world);
  await world.ports.grants.takeRequest(claim);
  const revoking = revokeGrant(world.ports, claim);
  await world.clock.advance(1000);
  const state = await startedState(world, connection);
  const { code, family } = server.authorize();
  t.match(await complete(world, connection, { code, state }), { kind: 'succeeded' });
  t.match(await passing(world, revoking), { outcome: 'superseded' });
  t.equal(asked('/revoke'), 0);
  t.equal(family.state, 'alive');
});

t.test('a code that comes while the revocation is asked is redeemed after it', async (t) => {
  const { world, server, asked, connection } = await disconnected();
  const release = hold(world, '/revoke');
  const revoking = revokeGrant(world.ports, await claimOf(world));
  for (let turns = 0; asked('/revoke') === 0 && turns < 10_000; turns++) await world.clock.settle();
  t.equal(asked('/revoke'), 1);
  const state = await startedState(world, connection);
  const { code, family } = server.authorize();
  const redeemed = asked('/token');
  const completed = complete(world, connection, { code, state });
  await exchanging(world);
  await world.clock.advance(5000);
  t.equal(asked('/token'), redeemed, 'not yet');
  release();
  t.match(await passing(world, revoking), { outcome: 'revoked' });
  t.equal(asked('/revoke'), 1, 'the first request has ended it all, and a second would end the new grant');
  t.match(await passing(world, completed), { kind: 'succeeded' });
  t.equal(family.state, 'alive');
  t.equal(connection.status, 'active');
});

t.test('a code waits no longer than a request may be under way, nor for a store that fails', async (t) => {
  const { world, server, asked, connection } = await disconnected();
  const { requestTimeout, takeoverSlack } = world.ports.times;
  await world.ports.grants.announceRevocation(await claimOf(world)); // and its process ends
  const state = await startedState(world, connection);
  const before = world.clock.now();
  const redeemed = asked('/token');
  const completed = complete(world, connection, { code: server.authorize().code, state });
  await exchanging(world);
  await world.clock.advance(requestTimeout);
  t.equal(asked('/token'), redeemed);
  t.match(await passing(world, completed), { kind: 'succeeded' });
  t.ok(world.clock.now() - before <= requestTimeout + takeoverSlack + 1000);

  const other = await disconnected();
  await other.world.ports.grants.announceRevocation(await claimOf(other.world));
  const next = await startedState(other.world, other.connection);
  other.world.database.fault = (statement) => (statement === 'find_announced' ? 'throws' : 'none');
  const { code } = other.server.authorize();
  t.match(await complete(other.world, other.connection, { code, state: next }), { kind: 'succeeded' });
});

t.test('where revoking ends one grant, nobody waits for anybody', async (t) => {
  const { world, server, asked, connection } = await disconnected(plainDefinition);
  const statements: string[] = [];
  world.database.fault = (statement) => {
    statements.push(statement);
    return 'none';
  };
  const release = hold(world, '/revoke');
  const revoking = revokeGrant(world.ports, await claimOf(world));
  await world.clock.settle();
  const state = await startedState(world, connection);
  t.match(await complete(world, connection, { code: server.authorize().code, state }), { kind: 'succeeded' });
  release();
  t.match(await passing(world, revoking), { outcome: 'revoked' });
  t.equal(asked('/revoke'), 2);
  for (const statement of ['sibling_of', 'announce_revocation', 'find_announced'])
    t.notOk(statements.includes(statement), statement);
});

t.test('who slept between the question and the request asks nothing', async (t) => {
  const { world, asked } = await disconnected();
  const { grants, times } = world.ports;
  const slow = {
    ...grants,
    async announceRevocation(claim: RevocationClaim) {
      await grants.announceRevocation(claim);
      await world.clock.sleep(times.takeoverSlack);
    },
  };
  const revoking = revokeGrant({ ...world.ports, grants: slow }, await claimOf(world));
  t.match(await passing(world, revoking), { kind: 'retry', cause: /too late/ });
  t.equal(asked('/revoke'), 0);
});

t.test('a device code is polled for after the revocation, and a poll keeps a revocation waiting', async (t) => {
  const { world, connection, answers, asked } = await lamp({ definition: { ...lampDefinition, revoke } });
  answers['/token'] = ok(tokens);
  await begin(world, connection);
  await world.clock.advance(5000);
  t.match(await tick(world), [{ kind: 'granted' }]);
  await disconnect(world, connection);
  await begin(world, connection);

  const claim = await claimOf(world);
  await world.ports.grants.announceRevocation(claim);
  const polled = asked('/token').length;
  await world.clock.advance(5000);
  t.strictSame(await tick(world), [{ kind: 'not_sent' }]);
  t.equal(asked('/token').length, polled);

  const { deviceAuthorizations, times } = world.ports;
  await world.clock.advance(5000);
  await deviceAuthorizations.claimDue({ holder: 'process-2', limit: 1, times });
  t.match(await revokeGrant(world.ports, claim), { kind: 'retry', cause: /is being made/ });
  t.equal(asked('/revoke').length, 0);
});

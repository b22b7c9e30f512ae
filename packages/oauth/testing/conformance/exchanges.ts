import type { Test } from 'tap';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { GrantId } from '../../src/ids.js';
import { octets, returnOf, startSession } from './start-session.js';
import { opaque, read, type SeededConnection, type StoreFixture, storedTokens, termsOf } from './store-fixture.js';

/** What becomes of a flow that ends, or is overtaken, while its code is being redeemed. */
export async function exchangesConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { authorizationSessions, confirmations, connections, grants, parkedResponses } = fixture;

  /** A flow whose code was sent to the provider; `arrives` stores what it answers. */
  async function underWay(connection: SeededConnection, change: Partial<AuthorizationSession> = {}) {
    const session = await startSession(fixture, connection, change);
    const consume = () => authorizationSessions.consume(returnOf(session));
    t.equal((await consume()).kind, 'consumed');
    const { organizationId, connectionId, id: authorizationSessionId } = session;
    const grantId = fixture.newId() as GrantId;
    const grant = {
      ...{ grantId, organizationId, connectionId, authorizationSessionId, terms: termsOf(connection) },
      ...{ tokens: storedTokens(`of ${grantId}`), requestedScopes: ['read'], context: {}, account: {} },
    };
    const arrives = () => grants.create(grant, { kind: 'connected' });
    return { session, grant, grantId, consume, arrives };
  }
  const superseded = { kind: 'repeated', outcome: { kind: 'failed', error: 'superseded' } };
  const stateOf = async (connection: SeededConnection, grantId: GrantId) =>
    (await fixture.lookAtGrant(connection, grantId)).state;

  t.test('what is disconnected meanwhile stays so, and the tokens are revoked', async (t) => {
    const connection = await fixture.connection();
    const { organizationId, connectionId } = connection;
    const flow = await underWay(connection);
    t.equal(
      await connections.disconnect(organizationId, connectionId, { kind: 'disconnect_requested' }),
      'not_connected',
    );
    t.match(await flow.consume(), superseded, 'the browser that waits is told');
    t.equal(await flow.arrives(), 'given_up');
    t.equal(await flow.arrives(), 'given_up', 'again');
    t.equal(await stateOf(connection, flow.grantId), 'revoking');
    t.equal((await read(fixture, connection))?.grant, undefined);
    const { status, events } = await fixture.look(connection);
    t.equal(status, 'pending');
    t.notOk(events.includes('connected'));
    t.match(await flow.consume(), superseded);
  });

  t.test('likewise what is cancelled, and the connection keeps what it has', async (t) => {
    const connection = await fixture.connection();
    const { organizationId, connectionId } = connection;
    const former = await underWay(connection);
    t.equal(await former.arrives(), 'connected');
    t.equal(await former.arrives(), 'connected', 'again');
    const flow = await underWay(connection);
    const cancel = () =>
      authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
    t.equal(await cancel(), 'cancelled');
    t.equal(await cancel(), 'none');
    t.equal(await flow.arrives(), 'given_up');
    t.equal(await stateOf(connection, flow.grantId), 'revoking');
    t.equal((await read(fixture, connection))?.grant?.grantId, former.grantId);
  });

  t.test('a flow that began earlier does not take the place of one that has connected', async (t) => {
    const connection = await fixture.connection();
    const slow = await underWay(connection);
    await fixture.wait(5);
    const quick = await underWay(connection);
    t.equal(await quick.arrives(), 'connected');
    t.equal(await slow.arrives(), 'given_up');
    t.equal((await read(fixture, connection))?.grant?.grantId, quick.grantId);
    t.equal(await stateOf(connection, slow.grantId), 'revoking');
    t.match(await slow.consume(), superseded);
    const other = await fixture.connection();
    const first = await underWay(other);
    t.equal(await first.arrives(), 'connected', 'in their order they follow each other');
    await fixture.wait(5);
    const second = await underWay(other);
    t.equal(await second.arrives(), 'connected');
    t.equal(await stateOf(other, first.grantId), 'revoking');
  });

  t.test('what was cancelled waits for nobody’s answer', async (t) => {
    const connection = await fixture.connection();
    const { organizationId, connectionId } = connection;
    const flow = await underWay(connection, { completion: { kind: 'link' } });
    await authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
    const place = { organizationId, authorizationSessionId: flow.session.id };
    t.equal(await parkedResponses.hold(place, { response: opaque('held'), withinSeconds: 60 }), 'over');
    const byBrowser = { authorizationSessionId: flow.session.id, browserHash: octets('browser') };
    t.match(await parkedResponses.takeByBrowser(byBrowser), { kind: 'ended', outcome: superseded.outcome });
    const asked = await underWay(connection);
    await authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
    t.equal(await confirmations.create(asked.grant, { withinSeconds: 60, details: {} }), 'given_up');
    t.equal(await stateOf(connection, asked.grantId), 'revoking');
  });
}

import { createHash } from 'node:crypto';
import type { Test } from 'tap';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { ParkingPlace } from '../../src/callback/parked-responses-port.js';
import type { AuthorizationSessionId, ConnectionConfigId } from '../../src/ids.js';
import { opaque, type StoreFixture, shownOpaque, termsOf } from './store-fixture.js';

/** What parked-responses-port.ts promises, as tests. */
export async function parkedResponsesPortConformance(
  t: Test,
  makeFixture: () => Promise<StoreFixture>,
): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { authorizationSessions, parkedResponses } = fixture;
  const octets = (text: string) => Uint8Array.from(createHash('sha256').update(text).digest());

  async function start(change: Partial<AuthorizationSession> = {}) {
    const connection = await fixture.connection();
    const { organizationId, connectionId, connectionConfigId, environment } = connection;
    const session: AuthorizationSession = {
      ...{ organizationId, connectionId, connectionConfigId, environment },
      id: fixture.newId() as AuthorizationSessionId,
      stateHash: octets(`state ${fixture.newId()}`),
      browserHash: octets('browser'),
      origin: 'https://connect.example',
      terms: termsOf(connection),
      ...{ requestedScopes: ['read'], display: 'popup', lifetimeSeconds: 600 },
      ...change,
    };
    await authorizationSessions.create(session, { kind: 'authorization_started' });
    const { stateHash } = session;
    const match = { stateHash, connectionConfigId, environment };
    const place = (await parkedResponses.find(match)) as ParkingPlace;
    const park = (reference: string, text = 'response') =>
      parkedResponses.park(place, { referenceHash: octets(reference), response: opaque(text) });
    return { connection, session, match, place, park };
  }
  const consume = (reference: string, ...browsers: string[]) =>
    parkedResponses.consume({ referenceHash: octets(reference), browserHashes: browsers.map(octets) });

  t.test('a place is found by state, config and environment, and nothing changes', async (t) => {
    const { session, match, place } = await start();
    const { organizationId, id: authorizationSessionId, origin } = session;
    t.strictSame(place, { organizationId, authorizationSessionId, origin });
    for (const wrong of [
      { ...match, stateHash: octets('another') },
      { ...match, connectionConfigId: fixture.newId() as ConnectionConfigId },
      { ...match, environment: 'another' },
    ])
      t.equal(await parkedResponses.find(wrong), undefined);
    const answered = await authorizationSessions.consume({ ...match, browserHashes: [session.browserHash] });
    t.match(answered, { kind: 'consumed', session: { origin } });
    t.strictSame(await parkedResponses.find(match), place, 'a session that is over has its place still');
  });

  t.test('without an origin there is none', async (t) => {
    const { place } = await start({ origin: undefined as never });
    t.equal('origin' in place, false);
  });

  t.test('only the browser that began takes it, with the reference, and once', async (t) => {
    const { session, match, park } = await start();
    await park('first');
    t.equal((await consume('first', 'elsewhere')).kind, 'unknown');
    t.equal((await consume('first')).kind, 'unknown');
    t.equal((await consume('another', 'browser')).kind, 'unknown');
    const answers = await Promise.all(Array.from({ length: 8 }, () => consume('first', 'elsewhere', 'browser')));
    const consumed = answers.filter((answer) => answer.kind === 'consumed');
    t.equal(consumed.length, 1, 'of eight at once one');
    t.equal(consumed[0] && shownOpaque(consumed[0].response), 'response');
    t.equal(consumed[0]?.session.id, session.id);
    t.equal(answers.filter((answer) => answer.kind === 'repeated').length, 7);
    t.match(await consume('first', 'browser'), { kind: 'repeated', outcome: { kind: 'pending' } });
    t.equal((await consume('first', 'elsewhere')).kind, 'unknown');
    const byState = await authorizationSessions.consume({ ...match, browserHashes: [session.browserHash] });
    t.equal(byState.kind, 'repeated', 'the state is spent too');
  });

  t.test('one that comes again takes the place, and after the end leads to the first result', async (t) => {
    const { park } = await start();
    await park('one');
    await park('two', 'the same again');
    t.equal((await consume('one', 'browser')).kind, 'unknown');
    const taken = await consume('two', 'browser');
    t.equal(taken.kind === 'consumed' && shownOpaque(taken.response), 'the same again');
    await park('three');
    t.equal((await consume('three', 'browser')).kind, 'repeated');
  });

  t.test('one that was given up says so', async (t) => {
    const { connection, park } = await start();
    await park('given up');
    await authorizationSessions.cancel(connection.organizationId, connection.connectionId, {
      kind: 'authorization_cancelled',
    });
    t.match(await consume('given up', 'browser'), { kind: 'ended', how: 'cancelled' });
    const late = await start({ lifetimeSeconds: 1 });
    await late.park('late');
    await fixture.wait(1200);
    t.match(await consume('late', 'browser'), { kind: 'ended', how: 'expired' });
  });

  t.test('another organization parks nothing', async (t) => {
    const { place } = await start();
    const other = await fixture.connection();
    await parkedResponses.park(
      { ...place, organizationId: other.organizationId },
      { referenceHash: octets('theirs'), response: opaque('theirs') },
    );
    t.equal((await consume('theirs', 'browser')).kind, 'unknown');
  });
}

import { createHash } from 'node:crypto';
import type { Test } from 'tap';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { Completion } from '../../src/authorize/completion.js';
import type { ParkingPlace } from '../../src/callback/parked-responses-port.js';
import type { AuthorizationSessionId, ConnectionConfigId } from '../../src/ids.js';
import {
  connect,
  disconnect,
  opaque,
  type SeededConnection,
  type StoreFixture,
  shownOpaque,
  termsAt,
  termsOf,
} from './store-fixture.js';

/** What parked-responses-port.ts promises, as tests. */
export async function parkedResponsesPortConformance(t: Test, makeFixture: () => Promise<StoreFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { authorizationSessions, parkedResponses } = fixture;
  const octets = (text: string) => Uint8Array.from(createHash('sha256').update(text).digest());

  const start = async (change: Partial<AuthorizationSession> = {}) => startAt(await fixture.connection(), change);

  async function startAt(connection: SeededConnection, change: Partial<AuthorizationSession>, serverSegment?: string) {
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
    const match = { stateHash, connectionConfigId, environment, serverSegment };
    const place = (await parkedResponses.find(match)) as ParkingPlace;
    const park = (reference: string, text = 'response') =>
      parkedResponses.park(place, { referenceHash: octets(reference), response: opaque(text) });
    return { connection, session, match, place, park };
  }
  async function held(completion: Completion, withinSeconds = 60) {
    const started = await start({ completion });
    const { match, place, session } = started;
    const again = () => authorizationSessions.consume({ ...match, browserHashes: [session.browserHash] });
    await again();
    const code = completion.kind === 'embedded' ? { codeHash: octets('code') } : {};
    await parkedResponses.hold(place, { response: opaque('held'), withinSeconds, ...code });
    const take = (change: Partial<Parameters<typeof parkedResponses.takeByCode>[0]>) =>
      parkedResponses.takeByCode({ ...place, codeHash: octets('code'), challenge: 'right', ...change });
    return { ...started, again, take };
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
    t.strictSame(await parkedResponses.find(match), place, 'one that was used just now has its place still');
  });

  t.test('a session that has ended has a place still, and sends nobody to where it began', async (t) => {
    const cancelled = await start();
    const { organizationId, connectionId } = cancelled.connection;
    await authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
    const superseded = await start();
    await startAt(superseded.connection, {});
    const late = await start({ lifetimeSeconds: 1 });
    await fixture.wait(1200);
    for (const [how, { match, place }] of Object.entries({ cancelled, superseded, late })) {
      const { origin: _, ...without } = place;
      t.strictSame(await parkedResponses.find(match), without, how);
    }
  });

  t.test('a place is found at its own server’s redirect URI only', async (t) => {
    const connection = await fixture.connection();
    const serverSegment = 'x'.repeat(22);
    const { match, place } = await startAt(connection, { terms: termsAt(connection, serverSegment) }, serverSegment);
    t.ok(place);
    const { serverSegment: _, ...without } = match;
    for (const wrong of [without, { ...match, serverSegment: 'y'.repeat(22) }])
      t.equal(await parkedResponses.find(wrong), undefined);
    const plain = await start();
    t.equal(await parkedResponses.find({ ...plain.match, serverSegment }), undefined);
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

  t.test('held for the vendor: one code, one challenge, one minute, once', async (t) => {
    const { place, session, connection, take, again } = await held({ kind: 'embedded', challenge: 'right' });
    t.match(await again(), { kind: 'repeated', outcome: { kind: 'parked', completion: 'embedded' } });
    t.equal((await take({ codeHash: octets('another') })).kind, 'wrong_code');
    const other = await fixture.connection();
    t.equal((await take({ organizationId: other.organizationId })).kind, 'not_found', 'another organization');
    t.equal((await take({ authorizationSessionId: fixture.newId() as AuthorizationSessionId })).kind, 'not_found');
    t.equal(await parkedResponses.renewCode(place, octets('newer')), 'renewed');
    t.equal((await take({})).kind, 'wrong_code', 'a newer code takes the place of the former');
    const answers = await Promise.all(Array.from({ length: 8 }, () => take({ codeHash: octets('newer') })));
    const taken = answers.filter((answer) => answer.kind === 'taken');
    t.equal(taken.length, 1, 'of eight at once one');
    t.equal(taken[0] && shownOpaque(taken[0].response), 'held');
    t.strictSame(taken[0]?.session.completion, session.completion);
    t.equal(answers.filter((answer) => answer.kind === 'used').length, 7);
    t.equal(await parkedResponses.renewCode(place, octets('late')), 'over');
    t.match(await again(), { kind: 'repeated', outcome: { kind: 'pending' } });
    await connect(fixture, connection, { authorizationSessionId: session.id });
    t.match(await again(), { kind: 'repeated', outcome: { kind: 'succeeded' } });
    t.equal((await take({ codeHash: octets('newer') })).kind, 'used');
  });

  t.test('a wrong challenge ends it for everybody', async (t) => {
    const { session, take } = await held({ kind: 'embedded', challenge: 'right' });
    t.match(await take({ challenge: 'wrong' }), { kind: 'wrong_verifier', session: { id: session.id } });
    t.not((await take({})).kind, 'taken');
  });

  t.test('what has not come back, or is over, is not taken', async (t) => {
    const completion = { kind: 'embedded', challenge: 'right' } as const;
    const begun = await start({ completion });
    const take = (which: typeof begun) =>
      parkedResponses.takeByCode({ ...which.place, codeHash: octets('code'), challenge: 'right' });
    t.equal((await take(begun)).kind, 'not_returned');
    t.equal((await take(await start())).kind, 'not_found', 'a wizard’s flow is not finished so');
    const late = await held(completion, 1);
    await fixture.wait(1200);
    t.equal((await late.take({})).kind, 'too_late');
    t.equal(await parkedResponses.renewCode(late.place, octets('code')), 'over');
    for (const how of ['cancelled', 'superseded', 'disconnected'] as const) {
      const { connection, take, again } = await held(completion);
      const { organizationId, connectionId } = connection;
      if (how === 'cancelled')
        await authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
      else if (how === 'disconnected') await disconnect(fixture, connection);
      else await startAt(connection, {});
      t.equal((await take({})).kind, 'over', how);
      const error = how === 'superseded' ? how : 'not_completed';
      t.match(await again(), { kind: 'repeated', outcome: { kind: 'failed', error } }, how);
    }
  });

  t.test('held for the person: only the browser that began takes it, once', async (t) => {
    const { session, take, again } = await held({ kind: 'link' });
    t.equal((await take({})).kind, 'not_found', 'no vendor completes it');
    t.match(await again(), { kind: 'repeated', outcome: { kind: 'parked', completion: 'link' } });
    const { id: authorizationSessionId, browserHash } = session;
    const answer = (hash = browserHash) => parkedResponses.takeByBrowser({ authorizationSessionId, browserHash: hash });
    t.equal((await answer(octets('elsewhere'))).kind, 'unknown');
    const answers = await Promise.all(Array.from({ length: 8 }, () => answer()));
    t.equal(answers.filter((one) => one.kind === 'taken').length, 1);
    const others = answers.filter((one) => one.kind === 'ended');
    t.equal(others.length, 7);
    t.match(others[0], { session: { id: session.id }, outcome: { kind: 'pending' } });
    const late = await held({ kind: 'link' }, 1);
    await fixture.wait(1200);
    const tooLate = await parkedResponses.takeByBrowser({
      authorizationSessionId: late.session.id,
      browserHash: late.session.browserHash,
    });
    t.equal(tooLate.kind, 'ended');
  });
}

import { createHash } from 'node:crypto';
import type { Test } from 'tap';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { AuthorizationSessionId, GrantId } from '../../src/ids.js';
import {
  claimDue,
  disconnect,
  mustClaim,
  opaque,
  read,
  type SeededConnection,
  type StoreFixture,
  shownOpaque,
  storedTokens,
  termsAt,
  termsOf,
} from './store-fixture.js';

const octets = (text: string) => Uint8Array.from(createHash('sha256').update(text).digest());
const connected = { kind: 'connected', actor: 'Ada' } as const;
const declined = { kind: 'failed', error: 'not_confirmed', details: { cause: 'declined' } } as const;
const refused = { kind: 'authorization_failed', reason: 'not_confirmed', details: declined.details } as const;

/** What confirmations-port.ts promises, as tests. */
export async function confirmationsPortConformance(t: Test, makeFixture: () => Promise<StoreFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { authorizationSessions, confirmations, grants, times } = fixture;

  async function start(connection: SeededConnection, change: Partial<AuthorizationSession> = {}) {
    const terms = termsOf(connection);
    const session: AuthorizationSession = {
      id: fixture.newId() as AuthorizationSessionId,
      organizationId: connection.organizationId,
      connectionId: connection.connectionId,
      connectionConfigId: connection.connectionConfigId,
      environment: connection.environment,
      stateHash: octets(`state ${fixture.newId()}`),
      browserHash: octets('browser'),
      codeVerifier: opaque('verifier'),
      terms: { ...terms, server: { ...terms.server, callback: { state: 'dropped' } } },
      requestedScopes: ['read'],
      display: 'popup',
      lifetimeSeconds: 600,
      ...change,
    };
    await authorizationSessions.create(session, { kind: 'authorization_started' });
    return session;
  }
  const consume = ({ connectionConfigId, environment, browserHash }: AuthorizationSession, change: object = {}) =>
    confirmations.consumeWithoutState({
      ...{ connectionConfigId, environment, browserHashes: [octets('another'), browserHash], withinSeconds: 180 },
      ...change,
    });
  /** Takes the session and keeps a grant for it; the grant's id. */
  async function keep(connection: SeededConnection, session: AuthorizationSession, withinSeconds = 600) {
    const grantId = fixture.newId() as GrantId;
    const { organizationId, connectionId, id: authorizationSessionId } = session;
    const grant = { grantId, organizationId, connectionId, authorizationSessionId, terms: termsOf(connection) };
    const tokens = storedTokens(`of ${grantId}`, { dueInMs: 0 });
    const kept = { ...grant, tokens, requestedScopes: ['read'], context: {}, account: { label: 'ada@example.test' } };
    await confirmations.create(kept, { withinSeconds, details: { account: 'ada@example.test' } });
    return { grantId, again: () => confirmations.create(kept, { withinSeconds, details: {} }) };
  }
  const answerOf = ({ organizationId, connectionId, id, browserHash }: AuthorizationSession) => ({
    ...{ organizationId, connectionId, authorizationSessionId: id, browserHash },
  });
  async function waiting(withinSeconds?: number, connection?: SeededConnection) {
    const on = connection ?? (await fixture.connection());
    const session = await start(on);
    t.equal((await consume(session)).kind, 'consumed');
    return { connection: on, session, ...(await keep(on, session, withinSeconds)) };
  }
  const stateOf = async (connection: SeededConnection, grantId: GrantId) =>
    (await fixture.lookAtGrant(connection, grantId)).state;

  t.test('without state: the only flow that the browser has waiting there, once', async (t) => {
    const connection = await fixture.connection();
    const session = await start(connection);
    const other = await fixture.connection();
    t.equal((await consume(session, { browserHashes: [octets('elsewhere')] })).kind, 'unknown');
    t.equal((await consume(session, { browserHashes: [] })).kind, 'unknown');
    t.equal((await consume(session, { connectionConfigId: other.connectionConfigId })).kind, 'unknown');
    t.equal((await consume(session, { environment: 'elsewhere' })).kind, 'unknown');
    const answers = await Promise.all(Array.from({ length: 8 }, () => consume(session)));
    const taken = answers.flatMap((answer) => (answer.kind === 'consumed' ? [answer.session] : []));
    t.equal(taken.length, 1, 'of eight at once one');
    t.equal(taken[0]?.id, session.id);
    t.equal(taken[0]?.client.secrets.length, 1);
    t.equal(shownOpaque(taken[0]?.codeVerifier as never), 'verifier');
    t.equal(answers.filter(({ kind }) => kind === 'repeated').length, 7);
    t.match(await consume(session), { kind: 'repeated', session: { id: session.id }, outcome: { kind: 'pending' } });
  });

  t.test('a flow of a server is found at its redirect URI only', async (t) => {
    const connection = await fixture.connection();
    const serverSegment = 'x'.repeat(22);
    const terms = termsAt(connection, serverSegment);
    const dropped = { ...terms, server: { ...terms.server, callback: { state: 'dropped' } } } as const;
    const session = await start(connection, { terms: dropped });
    for (const wrong of [{}, { serverSegment: 'y'.repeat(22) }])
      t.equal((await consume(session, wrong)).kind, 'unknown');
    t.equal((await consume(session, { serverSegment })).kind, 'consumed');
    t.equal((await consume(session, {})).kind, 'unknown', 'afterwards');
    t.equal((await consume(session, { serverSegment })).kind, 'repeated');
  });

  t.test('a flow whose definition says nothing of it is not found without state', async (t) => {
    const connection = await fixture.connection();
    const session = await start(connection, { terms: termsOf(connection) });
    t.equal((await consume(session)).kind, 'unknown');
    const match = { ...session, browserHashes: [session.browserHash] };
    t.equal((await authorizationSessions.consume(match)).kind, 'consumed', 'it is with its state');
  });

  t.test('where two wait in a browser, or one for too long, none is taken', async (t) => {
    const connection = await fixture.connection();
    const beside = await fixture.connection({ beside: connection });
    const browserHashes = [octets('first wizard'), octets('second wizard')];
    const first = await start(connection, { browserHash: octets('first wizard') });
    const second = await start(beside, { browserHash: octets('second wizard') });
    t.match(await consume(first, { browserHashes }), { kind: 'several', session: { id: second.id } });
    await authorizationSessions.cancel(second.organizationId, second.connectionId, { kind: 'authorization_cancelled' });
    t.match(await consume(first, { browserHashes, withinSeconds: 0 }), {
      kind: 'too_late',
      session: { id: first.id },
    });
    t.match(await consume(first, { browserHashes }), { kind: 'consumed', session: { id: first.id } });
  });

  t.test('a newer flow of the same browser, config and environment takes the place of the one before', async (t) => {
    const connection = await fixture.connection();
    const beside = await fixture.connection({ beside: connection });
    const strict = await start(connection, { terms: termsOf(connection), browserHash: octets('strict') });
    await start(beside, { browserHash: octets('strict') });
    const withState = { ...strict, browserHashes: [strict.browserHash] };
    t.equal((await authorizationSessions.consume(withState)).kind, 'consumed', 'one that is known by its state stays');
    const first = await start(connection);
    const second = await start(beside);
    t.match(await consume(second), { kind: 'consumed', session: { id: second.id } });
    t.match(await authorizationSessions.consume({ ...first, browserHashes: [first.browserHash] }), {
      kind: 'ended',
      how: 'superseded',
    });
    t.equal((await fixture.look(connection)).events.at(-1), 'authorization_superseded');
  });

  t.test('a grant that waits is nobody’s: nothing reads it, and the connection keeps what it has', async (t) => {
    const connection = await fixture.connection();
    const session = await start(connection);
    await consume(session);
    const { grantId, again } = await keep(connection, session);
    await again();
    t.equal((await read(fixture, connection))?.status, 'pending');
    t.equal((await read(fixture, connection))?.grant, undefined);
    const claimed = await grants.claimOne({
      ...{ organizationId: connection.organizationId, connectionId: connection.connectionId },
      ...{ generation: 1, holder: 'suite', times },
    });
    t.equal(claimed.kind, 'none', 'no reader can have it refreshed');
    t.same(await fixture.lookAtGrant(connection, grantId), { state: 'live', tokens: 'kept' });
    t.match(await consume(session), { kind: 'repeated', outcome: { kind: 'unconfirmed' } });
    t.strictSame((await fixture.look(connection)).events, ['authorization_started']);

    const claim = await mustClaim(fixture, grantId);
    t.equal(await grants.store(claim, storedTokens('rotated'), { kind: 'recovered' }), 'stored', 'it is refreshed');
    t.equal((await read(fixture, connection))?.grant, undefined);
    t.match(await confirmations.confirm(answerOf(session), connected), { kind: 'answered' });
    t.equal(shownOpaque((await read(fixture, connection))?.grant?.tokenSet as never), 'rotated', 'nothing is lost');
  });

  t.test('confirmed: the connection takes it and lets go of its former grant; once', async (t) => {
    const former = await waiting();
    const { connection } = former;
    t.match(await confirmations.confirm(answerOf(former.session), connected), {
      kind: 'answered',
      session: { id: former.session.id, connectionId: connection.connectionId, display: 'popup' },
    });
    t.equal((await read(fixture, connection))?.grant?.grantId, former.grantId);
    t.equal((await fixture.look(connection)).status, 'active');
    const next = await waiting(600, connection);
    t.equal((await read(fixture, connection))?.grant?.grantId, former.grantId, 'the former one serves meanwhile');
    const answers = await Promise.all([1, 2, 3].map(() => confirmations.confirm(answerOf(next.session), connected)));
    t.equal(answers.filter(({ kind }) => kind === 'answered').length, 1);
    t.match(await confirmations.decline(answerOf(next.session), declined, refused), {
      kind: 'ended',
      outcome: { kind: 'succeeded' },
    });
    t.equal((await read(fixture, connection))?.grant?.grantId, next.grantId);
    t.equal(await stateOf(connection, former.grantId), 'revoking');
    t.strictSame(
      (await fixture.look(connection)).events.filter((kind) => kind === 'connected'),
      ['connected', 'connected'],
    );
    t.match(await consume(next.session), { kind: 'repeated', outcome: { kind: 'succeeded' } });
  });

  t.test('declined: it is let go of, and the connection keeps what it has', async (t) => {
    const former = await waiting();
    const { connection } = former;
    await confirmations.confirm(answerOf(former.session), connected);
    const next = await waiting(600, connection);
    t.equal((await confirmations.decline(answerOf(next.session), declined, refused)).kind, 'answered');
    t.equal(await stateOf(connection, next.grantId), 'revoking');
    t.equal(await claimDue(fixture, next.grantId), undefined, 'nobody refreshes it');
    const revocations = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times });
    t.ok(revocations.some(({ grantId }) => grantId === next.grantId));
    t.equal((await read(fixture, connection))?.grant?.grantId, former.grantId);
    const looked = await fixture.look(connection);
    t.match(looked, { status: 'active', lastFailure: 'not_confirmed' });
    t.equal(looked.events.at(-1), 'authorization_failed');
    t.match(await confirmations.confirm(answerOf(next.session), connected), { kind: 'ended', outcome: declined });
    t.equal(await stateOf(connection, next.grantId), 'revoking');
  });

  t.test('only the browser that started answers, and only for that connection', async (t) => {
    const { connection, session, grantId } = await waiting();
    const beside = await fixture.connection({ beside: connection });
    const other = await fixture.connection();
    const right = answerOf(session);
    for (const [name, wrong] of Object.entries({
      'another browser': { ...right, browserHash: octets('elsewhere') },
      'another connection': { ...right, connectionId: beside.connectionId },
      'another organization': { ...right, organizationId: other.organizationId },
      'another flow': { ...right, authorizationSessionId: fixture.newId() as AuthorizationSessionId },
    })) {
      t.equal((await confirmations.confirm(wrong, connected)).kind, 'unknown', name);
      t.equal((await confirmations.decline(wrong, declined, refused)).kind, 'unknown', name);
    }
    const pending = await start(other);
    t.equal((await confirmations.confirm(answerOf(pending), connected)).kind, 'unknown', 'nothing waits yet');
    t.equal(await stateOf(connection, grantId), 'live');
    t.equal((await read(fixture, connection))?.grant, undefined);
  });

  t.test('too late: nothing is taken any more', async (t) => {
    const { connection, session } = await waiting(1);
    await fixture.wait(1200);
    t.match(await confirmations.confirm(answerOf(session), connected), {
      kind: 'ended',
      outcome: { kind: 'unconfirmed' },
    });
    t.equal((await read(fixture, connection))?.grant, undefined);
  });

  t.test('what ends a flow, ends its question: a newer one, cancel, disconnect', async (t) => {
    for (const [name, end, error] of [
      ['a newer flow', (connection: SeededConnection) => start(connection), 'superseded'],
      [
        'cancel',
        ({ organizationId, connectionId }: SeededConnection) =>
          authorizationSessions.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' }),
        'not_confirmed',
      ],
      ['disconnect', (connection: SeededConnection) => disconnect(fixture, connection), 'not_confirmed'],
    ] as const) {
      const { connection, session, grantId } = await waiting();
      await end(connection);
      t.equal(await stateOf(connection, grantId), 'revoking', name);
      t.match(await confirmations.confirm(answerOf(session), connected), { kind: 'ended', outcome: { error } }, name);
      t.equal((await read(fixture, connection))?.grant, undefined, name);
    }
    const { connection, grantId } = await waiting();
    const late = await start(connection, { browserHash: octets('late') });
    t.equal(await stateOf(connection, grantId), 'revoking');
    await consume(late);
    await start(connection, { browserHash: octets('later') });
    const one = await keep(connection, late);
    t.equal(await stateOf(connection, one.grantId), 'live', 'one that is being worked on goes on');
  });

  t.test(
    'a refresh that failed for good meanwhile is tried once more, so that the connection learns of it',
    async (t) => {
      const { connection, session, grantId } = await waiting();
      const claim = await mustClaim(fixture, grantId);
      const event = { kind: 'reauthorization_required', reason: 'grant_rejected' } as const;
      await grants.settle(claim, { outcome: 'terminal', error: { reason: 'grant_rejected', event } });
      t.equal((await fixture.look(connection)).status, 'pending', 'a connection that does not hold it stays as it is');
      await confirmations.confirm(answerOf(session), connected);
      const again = await mustClaim(fixture, grantId);
      await grants.settle(again, { outcome: 'terminal', error: { reason: 'grant_rejected', event } });
      t.match(await fixture.look(connection), { status: 'error', reason: 'grant_rejected' });
    },
  );
}

import type { Test } from 'tap';
import type { AuthorizationSession } from '../../src/authorize/authorization-session.js';
import type { ConnectionConfigId } from '../../src/ids.js';
import { exchangesConformance } from './exchanges.js';
import { octets, returnOf, startSession } from './start-session.js';
import {
  connect,
  disconnect,
  read,
  type SeededConnection,
  type StoreFixture,
  shownOpaque,
  termsAt,
  termsOf,
} from './store-fixture.js';

/** What ports.ts and SECURITY promise of AuthorizationSessionsPort, as tests. */
export async function authorizationSessionsPortConformance(
  t: Test,
  makeFixture: () => Promise<StoreFixture>,
): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { authorizationSessions } = fixture;
  const start = (connection: SeededConnection, change: Partial<AuthorizationSession> = {}) =>
    startSession(fixture, connection, change);
  const failedOutcome = {
    kind: 'failed',
    error: 'access_denied',
    details: { error: 'access_denied', description: 'no "thanks" — ünï' },
  } as const;

  await t.test('exchanges under way', (t) => exchangesConformance(t, fixture));

  t.test('the browser that started gets everything back, once', async (t) => {
    const connection = await fixture.connection();
    const session = await start(connection);
    const consumed = await authorizationSessions.consume(returnOf(session));
    if (consumed.kind !== 'consumed') throw new Error(`not consumed but ${consumed.kind}`);
    const { client, codeVerifier, terms, ...rest } = consumed.session;
    t.equal(rest.id, session.id);
    t.equal(rest.organizationId, session.organizationId);
    t.equal(rest.connectionId, session.connectionId);
    t.equal(rest.connectionConfigId, session.connectionConfigId);
    t.equal(rest.environment, session.environment);
    t.equal(rest.display, 'popup');
    t.strictSame(rest.requestedScopes, ['read', 'write']);
    t.strictSame(JSON.parse(JSON.stringify(terms)), JSON.parse(JSON.stringify(session.terms)));
    t.equal(shownOpaque(codeVerifier as never), 'verifier');
    t.equal(client.clientId, connection.client?.clientId);
    t.equal(client.secrets.length, 1);
    const again = await authorizationSessions.consume(returnOf(session));
    t.match(again, { kind: 'repeated', outcome: { kind: 'pending' }, session: { id: session.id, display: 'popup' } });
    t.strictSame((await fixture.look(connection)).events, ['authorization_started']);
  });

  t.test('without PKCE there is no code verifier', async (t) => {
    const connection = await fixture.connection();
    const session = await start(connection, { codeVerifier: undefined as never, display: 'page' });
    const consumed = await authorizationSessions.consume(returnOf(session));
    t.match(consumed, { kind: 'consumed', session: { display: 'page' } });
    t.equal(consumed.kind === 'consumed' && consumed.session.codeVerifier, undefined);
  });

  t.test('a return that does not match changes nothing', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    const session = await start(connection);
    const right = returnOf(session);
    const wrong = {
      'another state': { ...right, stateHash: octets('another') },
      'another config': { ...right, connectionConfigId: other.connectionConfigId },
      'a config that is not there': { ...right, connectionConfigId: fixture.newId() as ConnectionConfigId },
      'another environment': { ...right, environment: `${right.environment}-2` },
      'another browser': { ...right, browserHashes: [octets('elsewhere')] },
      'a browser without cookies': { ...right, browserHashes: [] },
    };
    for (const [name, input] of Object.entries(wrong))
      t.equal((await authorizationSessions.consume(input)).kind, 'unknown', name);
    const several = { ...right, browserHashes: [octets('elsewhere'), session.browserHash] };
    t.equal((await authorizationSessions.consume(several)).kind, 'consumed', 'one of several cookies is enough');
    for (const [name, input] of Object.entries(wrong))
      t.equal((await authorizationSessions.consume(input)).kind, 'unknown', `${name}, afterwards`);
  });

  t.test('a flow of a server returns to its redirect URI only, and no other flow to that', async (t) => {
    const connection = await fixture.connection();
    const [serverSegment, another] = ['server_-'.padEnd(22, 'x'), 'server_-'.padEnd(22, 'y')];
    const session = await start(connection, { terms: termsAt(connection, serverSegment) });
    const right = { ...returnOf(session), serverSegment };
    for (const wrong of [{ ...right, serverSegment: another }, { ...right, serverSegment: '' }, returnOf(session)])
      t.equal((await authorizationSessions.consume(wrong)).kind, 'unknown');
    t.equal((await authorizationSessions.consume(right)).kind, 'consumed');
    t.equal((await authorizationSessions.consume(right)).kind, 'repeated');
    t.equal((await authorizationSessions.consume({ ...right, serverSegment: another })).kind, 'unknown', 'afterwards');
    const plain = await start(await fixture.connection());
    t.equal((await authorizationSessions.consume({ ...returnOf(plain), serverSegment })).kind, 'unknown');
    t.equal((await authorizationSessions.consume(returnOf(plain))).kind, 'consumed');
  });

  t.test('of eight returns at once, one consumes', async (t) => {
    const session = await start(await fixture.connection());
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => authorizationSessions.consume(returnOf(session))),
    );
    t.equal(answers.filter((answer) => answer.kind === 'consumed').length, 1);
    t.equal(answers.filter((answer) => answer.kind === 'repeated').length, 7);
  });

  t.test('a failure is remembered for the browser that comes again, and leaves the connection as it is', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const session = await start(connection);
    await authorizationSessions.consume(returnOf(session));
    const event = { kind: 'authorization_failed', reason: 'access_denied', details: failedOutcome.details } as const;
    await authorizationSessions.fail(session.organizationId, session.id, failedOutcome, event);
    const again = await authorizationSessions.consume(returnOf(session));
    t.equal(again.kind, 'repeated');
    t.strictSame(again.kind === 'repeated' && again.outcome, failedOutcome);
    const elsewhere = { ...returnOf(session), browserHashes: [octets('elsewhere')] };
    t.equal((await authorizationSessions.consume(elsewhere)).kind, 'unknown');
    const stored = await read(fixture, connection);
    t.equal(stored?.status, 'active');
    t.equal(stored?.grant?.grantId, grantId);
    const { events } = await fixture.look(connection);
    t.strictSame(events, ['connected', 'authorization_started', 'authorization_failed']);
  });

  t.test('a grant made of the session is its outcome', async (t) => {
    const connection = await fixture.connection();
    const session = await start(connection);
    await authorizationSessions.consume(returnOf(session));
    await connect(fixture, connection, { authorizationSessionId: session.id });
    const again = await authorizationSessions.consume(returnOf(session));
    t.match(again, { kind: 'repeated', outcome: { kind: 'succeeded' } });
  });

  t.test('a newer flow of the same connection supersedes a pending one', async (t) => {
    const connection = await fixture.connection();
    const beside = await fixture.connection({ beside: connection });
    const first = await start(connection);
    const neighbour = await start(beside);
    const second = await start(connection);
    t.match(await authorizationSessions.consume(returnOf(first)), { kind: 'ended', how: 'superseded' });
    t.equal((await authorizationSessions.consume(returnOf(second))).kind, 'consumed');
    t.equal((await authorizationSessions.consume(returnOf(neighbour))).kind, 'consumed', 'another connection’s is not');
    await start(connection);
    t.equal((await authorizationSessions.consume(returnOf(second))).kind, 'repeated', 'one being worked on goes on');
  });

  t.test('a pending flow can be cancelled', async (t) => {
    const connection = await fixture.connection();
    const cancel = () =>
      authorizationSessions.cancel(connection.organizationId, connection.connectionId, {
        kind: 'authorization_cancelled',
      });
    t.equal(await cancel(), 'none');
    const session = await start(connection);
    t.equal(await cancel(), 'cancelled');
    t.equal(await cancel(), 'none');
    t.match(await authorizationSessions.consume(returnOf(session)), { kind: 'ended', how: 'cancelled' });
    const { events } = await fixture.look(connection);
    t.strictSame(events, ['authorization_started', 'authorization_cancelled']);
  });

  t.test('disconnecting cancels what is pending', async (t) => {
    const connection = await fixture.connection();
    await connect(fixture, connection);
    const session = await start(connection);
    await disconnect(fixture, connection);
    t.match(await authorizationSessions.consume(returnOf(session)), { kind: 'ended', how: 'cancelled' });
  });

  t.test('a return that comes too late is told so, in its own browser only', async (t) => {
    const session = await start(await fixture.connection(), { lifetimeSeconds: 1 });
    await fixture.wait(1200);
    const elsewhere = { ...returnOf(session), browserHashes: [octets('elsewhere')] };
    t.equal((await authorizationSessions.consume(elsewhere)).kind, 'unknown');
    t.match(await authorizationSessions.consume(returnOf(session)), { kind: 'ended', how: 'expired' });
  });

  t.test('a pasted code: its own browser and connection, one try at a time, so many and no more', async (t) => {
    const connection = await fixture.connection();
    const beside = await fixture.connection({ beside: connection });
    const terms = termsOf(connection);
    const callback = { delivery: 'out_of_band', redirectUri: 'urn:ietf:wg:oauth:2.0:oob' } as const;
    const outOfBand = { terms: { ...terms, server: { ...terms.server, callback } } };
    const take = (change: object = {}) =>
      authorizationSessions.takeForPaste({
        organizationId: connection.organizationId,
        connectionId: connection.connectionId,
        browserHash: octets('browser'),
        mostTries: 2,
        ...change,
      });
    const tried = { kind: 'authorization_failed', reason: 'provider_error' } as const;
    await start(connection);
    t.equal((await take()).kind, 'none', 'a flow that ends with a redirect takes no pasted code');
    const session = await start(connection, outOfBand);
    t.equal((await take({ browserHash: octets('elsewhere') })).kind, 'none', 'another browser');
    t.equal((await take({ connectionId: beside.connectionId })).kind, 'none', 'another connection');
    const other = await fixture.connection();
    t.equal((await take({ organizationId: other.organizationId })).kind, 'none', 'another organization');

    const answers = await Promise.all(Array.from({ length: 8 }, () => take()));
    const taken = answers.filter((answer) => answer.kind === 'taken');
    t.equal(taken.length, 1, 'of eight at once one');
    t.match(taken[0], { triesLeft: 1, session: { id: session.id, environment: session.environment } });
    await authorizationSessions.giveBack(session.organizationId, session.id, tried);
    t.match(await take(), { kind: 'taken', triesLeft: 0 });
    await authorizationSessions.giveBack(session.organizationId, session.id, tried);
    t.equal((await take()).kind, 'none', 'no tries are left');

    const second = await start(connection, outOfBand);
    t.match(await take(), { kind: 'taken', triesLeft: 1 });
    const newer = await start(connection, outOfBand);
    await authorizationSessions.giveBack(second.organizationId, second.id, tried);
    t.match(await take(), { kind: 'taken', session: { id: newer.id } }, 'a newer flow goes before');
    await authorizationSessions.fail(newer.organizationId, newer.id, failedOutcome, tried);
    await authorizationSessions.giveBack(newer.organizationId, newer.id, tried);
    t.equal((await take()).kind, 'none', 'what has ended does not come back');
    const late = await start(connection, { ...outOfBand, lifetimeSeconds: 1 });
    await fixture.wait(1200);
    t.equal((await take()).kind, 'none', `${late.id} is too old`);
  });

  t.test('no flow is started for another organization’s connection', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    await t.rejects(start(connection, { connectionId: other.connectionId }));
    t.strictSame((await fixture.look(other)).events, []);
  });
}

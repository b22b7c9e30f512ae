import type { Test } from 'tap';
import type { DeviceAuthorization } from '../../src/device/device-authorization.js';
import type { DeviceAuthorizationId, WizardSessionId } from '../../src/ids.js';
import {
  connect,
  disconnect,
  opaque,
  read,
  type SeededConnection,
  type StoreFixture,
  shownOpaque,
  termsOf,
} from './store-fixture.js';

/** What device-authorizations-port.ts promises, and GrantsPort.create of grants that came of a device code, as tests. */
export async function deviceAuthorizationsPortConformance(
  t: Test,
  makeFixture: () => Promise<StoreFixture>,
): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const { deviceAuthorizations, times } = fixture;
  async function start(connection: SeededConnection, change: Partial<DeviceAuthorization> = {}) {
    const { redirectUri: _, ...terms } = termsOf(connection);
    const authorization: DeviceAuthorization = {
      id: fixture.newId() as DeviceAuthorizationId,
      organizationId: connection.organizationId,
      connectionId: connection.connectionId,
      connectionConfigId: connection.connectionConfigId,
      wizardSessionId: fixture.newId() as WizardSessionId,
      deviceCode: opaque('device code'),
      userCode: 'WDJB-MJHT',
      verificationUri: 'https://as.example/device',
      terms,
      requestedScopes: ['read', 'write'],
      intervalSeconds: 1,
      lifetimeSeconds: 600,
      mostRequests: 2,
      ...change,
    };
    await deviceAuthorizations.create(authorization, { kind: 'authorization_started', actor: 'Ada' });
    return authorization;
  }
  const claimAll = () => deviceAuthorizations.claimDue({ holder: 'process-1', limit: 100, times });
  const claimOf = async ({ id }: DeviceAuthorization) => (await claimAll()).find((claim) => claim.id === id);
  async function mustClaim(authorization: DeviceAuthorization) {
    const claim = await claimOf(authorization);
    if (!claim) throw new Error('it was not claimed');
    return claim;
  }
  const cancel = ({ organizationId, connectionId }: SeededConnection) =>
    deviceAuthorizations.cancel(organizationId, connectionId, { kind: 'authorization_cancelled' });
  const outcome = { kind: 'failed', error: 'access_denied', details: { error: 'access_denied' } } as const;
  const failed = { kind: 'authorization_failed', reason: 'access_denied', details: outcome.details } as const;

  t.test('it is due after its interval, and comes back as it was stored', async (t) => {
    const connection = await fixture.connection();
    const authorization = await start(connection);
    t.equal(await claimOf(authorization), undefined, 'not before its interval');
    await fixture.wait(1100);
    const claim = await mustClaim(authorization);
    t.equal(claim.organizationId, connection.organizationId);
    t.equal(claim.connectionId, connection.connectionId);
    t.equal(shownOpaque(claim.deviceCode), 'device code');
    t.strictSame(JSON.parse(JSON.stringify(claim.terms)), JSON.parse(JSON.stringify(authorization.terms)));
    t.equal(claim.client.clientId, connection.client?.clientId);
    t.equal(claim.client.secrets.length, 1);
    t.strictSame(claim.secretInputs, {});
    t.strictSame(claim.requestedScopes, ['read', 'write']);
    t.match(claim, { intervalSeconds: 1, failures: 0, mostRequests: 2 });
    t.strictSame((await fixture.look(connection)).events, ['authorization_started']);
  });

  t.test('of eight processes at once one polls; after its poll it is due again, as slowly as it said', async (t) => {
    const authorization = await start(await fixture.connection(), { intervalSeconds: 1 });
    await fixture.wait(1100);
    const claims = (await Promise.all(Array.from({ length: 8 }, claimAll))).flat();
    const [claim, ...others] = claims.filter(({ id }) => id === authorization.id);
    if (!claim) throw new Error('nobody claimed it');
    t.strictSame(others, []);
    await deviceAuthorizations.pollAgain(claim, { dueInMs: 0, intervalSeconds: 6, failures: 3 });
    const second = await mustClaim(authorization);
    t.match(second, { intervalSeconds: 6, failures: 3 });
    t.not(second.attemptId, claim.attemptId);
    await deviceAuthorizations.pollAgain(claim, { dueInMs: 0, intervalSeconds: 1, failures: 0 });
    t.equal(await claimOf(authorization), undefined, 'a claim that is over changes nothing');
    await deviceAuthorizations.pollAgain(second, { dueInMs: 60_000, intervalSeconds: 6, failures: 0 });
    t.equal(await claimOf(authorization), undefined, 'not due yet');
  });

  t.test('whoever died with a claim loses it, once all its requests must be over', async (t) => {
    const connection = await fixture.connection();
    const authorization = await start(connection, { mostRequests: 3 });
    await fixture.wait(1100);
    const dead = await mustClaim(authorization);
    await fixture.wait(times.requestTimeout);
    t.equal(await claimOf(authorization), undefined);
    await fixture.wait(2 * times.requestTimeout + times.takeoverSlack + 100);
    const next = await mustClaim(authorization);
    await deviceAuthorizations.fail(dead, outcome, failed);
    await deviceAuthorizations.fail(next, outcome, failed);
    const { events, lastFailure } = await fixture.look(connection);
    t.strictSame(events, ['authorization_started', 'authorization_failed'], 'only the one that holds it ends it');
    t.equal(lastFailure, 'access_denied');
  });

  t.test('a failure is the end, and leaves the connection as it is', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const authorization = await start(connection);
    await fixture.wait(1100);
    await deviceAuthorizations.fail(await mustClaim(authorization), outcome, failed);
    t.equal(await claimOf(authorization), undefined);
    t.equal(await cancel(connection), 'none');
    const stored = await read(fixture, connection);
    t.match(stored, { status: 'active', grant: { grantId } });
    t.match(await fixture.look(connection), { lastFailure: 'access_denied' });
  });

  t.test('a grant made of it ends it', async (t) => {
    const connection = await fixture.connection();
    const before = await connect(fixture, connection);
    const authorization = await start(connection);
    await fixture.wait(1100);
    await mustClaim(authorization);
    const grantId = await connect(fixture, connection, { deviceAuthorizationId: authorization.id });
    t.match(await read(fixture, connection), { status: 'active', grant: { grantId } });
    t.match(await fixture.lookAtGrant(connection, before), { state: 'revoking' });
    await fixture.wait(3 * times.requestTimeout + times.takeoverSlack);
    t.equal(await claimOf(authorization), undefined);
    t.equal(await cancel(connection), 'none');
    await connect(fixture, connection, { grantId, deviceAuthorizationId: authorization.id });
    t.match(await read(fixture, connection), { grant: { grantId } }, 'repeating it is harmless');
  });

  t.test('a newer one supersedes, cancelling and disconnecting end: nobody polls any more', async (t) => {
    const connection = await fixture.connection();
    const beside = await fixture.connection({ beside: connection });
    const first = await start(connection);
    const neighbour = await start(beside);
    const second = await start(connection);
    await fixture.wait(1100);
    const claimed = (await claimAll()).map(({ id }) => id);
    t.notOk(claimed.includes(first.id));
    t.ok(claimed.includes(second.id) && claimed.includes(neighbour.id));
    t.equal(await cancel(connection), 'cancelled');
    t.equal(await cancel(connection), 'none');
    t.strictSame((await fixture.look(connection)).events, [
      'authorization_started',
      'authorization_superseded',
      'authorization_started',
      'authorization_cancelled',
    ]);
    await connect(fixture, connection);
    const third = await start(connection);
    await fixture.wait(1100);
    await disconnect(fixture, connection);
    t.equal(await claimOf(third), undefined);
  });

  t.test('tokens that come after the person gave up are let go of, and the connection keeps what it has', async (t) => {
    const connection = await fixture.connection();
    const kept = await connect(fixture, connection);
    const authorization = await start(connection);
    await fixture.wait(1100);
    const claim = await mustClaim(authorization);
    t.equal(await cancel(connection), 'cancelled');
    await deviceAuthorizations.fail(claim, outcome, failed);
    const late = await connect(fixture, connection, { deviceAuthorizationId: authorization.id });
    t.match(await read(fixture, connection), { status: 'active', grant: { grantId: kept } });
    t.match(await fixture.lookAtGrant(connection, late), { state: 'revoking', tokens: 'kept' });
    t.match(await fixture.lookAtGrant(connection, kept), { state: 'live' });
    t.strictSame((await fixture.look(connection)).events, [
      'connected',
      'authorization_started',
      'authorization_cancelled',
    ]);
    const due = await fixture.grants.claimDueRevocations({ holder: 'process-1', limit: 100, times });
    t.ok(due.some(({ grantId }) => grantId === late));
  });

  t.test('nobody polls once its time is over', async (t) => {
    const authorization = await start(await fixture.connection(), { lifetimeSeconds: 1 });
    await fixture.wait(1200);
    t.equal(await claimOf(authorization), undefined);
  });

  t.test('none is started for another organization’s connection', async (t) => {
    const connection = await fixture.connection();
    const other = await fixture.connection();
    await t.rejects(start(connection, { connectionId: other.connectionId }));
    t.strictSame((await fixture.look(other)).events, []);
    await start(connection);
    t.equal(await cancel({ ...connection, organizationId: other.organizationId }), 'none');
    t.equal(await cancel(connection), 'cancelled');
  });
}

import type { Test } from 'tap';
import type { RevocationClaim } from '../../src/connection/grant.js';
import type { GrantId } from '../../src/ids.js';
import {
  connect,
  disconnect,
  mustClaim,
  read,
  recovered,
  type StoreFixture,
  shownOpaque,
  storedTokens,
} from './store-fixture.js';

export async function revokingConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants, times } = fixture;
  const takenOver = times.takeoverMin + 300;

  async function claimRevocation(grantId: GrantId): Promise<RevocationClaim | undefined> {
    const claims = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times });
    return claims.find((claim) => claim.grantId === grantId);
  }
  async function mustClaimRevocation(grantId: GrantId): Promise<RevocationClaim> {
    const claim = await claimRevocation(grantId);
    if (!claim) throw new Error('the revocation could not be claimed');
    return claim;
  }
  const end = (claim: RevocationClaim) =>
    grants.endRevoked(claim, 'revoked', { kind: 'disconnected', reason: 'revoked', details: {} });

  t.test('a disconnected grant is claimed for revocation once, and ends', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection, { tokens: storedTokens('tokens', { dueInMs: 600_000 }) });
    t.equal(await claimRevocation(grantId), undefined, 'not while it is live');
    await disconnect(fixture, connection);
    const claim = await mustClaimRevocation(grantId);
    t.equal(claim.attempts, 1);
    t.equal(shownOpaque(claim.tokenSet), 'tokens');
    t.equal(claim.client.clientId, connection.client?.clientId);
    t.ok(claim.revokingSeconds >= 0 && claim.revokingSeconds < 60);
    t.equal(await claimRevocation(grantId), undefined, 'nobody else gets it');
    t.strictSame(await fixture.lookAtGrant(connection, grantId), { state: 'revoking', tokens: 'kept' });
    await end(claim);
    t.strictSame(await fixture.lookAtGrant(connection, grantId), { state: 'ended', tokens: 'deleted' });
    const seen = await fixture.look(connection);
    t.equal(seen.status, 'pending');
    t.strictSame(seen.events, ['connected', 'disconnect_requested', 'disconnected']);
    t.equal(await claimRevocation(grantId), undefined);
    t.equal(await grants.storedBy(claim), undefined, 'there is no grant to store into');
    t.equal(await grants.store(claim, storedTokens('late'), recovered), 'fence_missed');
    t.equal((await fixture.lookAtGrant(connection, grantId)).tokens, 'deleted');
  });

  t.test('the time spent is counted from the disconnect', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await disconnect(fixture, connection);
    await fixture.wait(1100);
    const { revokingSeconds } = await mustClaimRevocation(grantId);
    t.ok(revokingSeconds >= 1 && revokingSeconds < 60, String(revokingSeconds));
  });

  t.test('a revocation that failed is due again when it was said', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await disconnect(fixture, connection);
    await grants.retryRevocation(await mustClaimRevocation(grantId), 800.5);
    t.equal(await claimRevocation(grantId), undefined);
    t.equal((await fixture.look(connection)).status, 'disconnecting');
    await fixture.wait(1000);
    t.equal((await mustClaimRevocation(grantId)).attempts, 2);
  });

  t.test('revoking waits for a refresh in flight and then revokes the newest tokens', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const refresh = await mustClaim(fixture, grantId);
    await disconnect(fixture, connection);
    t.equal(await claimRevocation(grantId), undefined, 'while the attempt is open');
    t.equal(await grants.store(refresh, storedTokens('newest'), recovered), 'stored');
    t.equal((await read(fixture, connection))?.grant, undefined, 'which nobody can read');
    t.equal((await read(fixture, connection))?.status, 'disconnecting');
    t.equal(shownOpaque((await mustClaimRevocation(grantId)).tokenSet), 'newest');
  });

  t.test('a refresh in flight that fails lets the revocation go on', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const refresh = await mustClaim(fixture, grantId);
    await disconnect(fixture, connection);
    t.equal(await grants.settle(refresh, { outcome: 'later', dueInMs: 3_600_000 }), 'settled');
    t.equal((await mustClaimRevocation(grantId)).grantId, grantId, 'without waiting for the refresh’s backoff');
  });

  t.test('revoking waits no longer than a takeover for a process that is gone', async (t) => {
    const connection = await fixture.connection();
    const tokens = storedTokens('tokens', { expiresInSeconds: 1 });
    const grantId = await connect(fixture, connection, { tokens });
    const refresh = await mustClaim(fixture, grantId);
    await disconnect(fixture, connection);
    await fixture.wait(takenOver);
    const claim = await mustClaimRevocation(grantId);
    // The process was only asleep: what it brings must be revoked too, so the revocation under way ends nothing.
    t.equal(await grants.store(refresh, storedTokens('late'), recovered), 'stored');
    await end(claim);
    t.equal((await fixture.lookAtGrant(connection, grantId)).state, 'revoking');
    t.equal(shownOpaque((await mustClaimRevocation(grantId)).tokenSet), 'late');
  });

  t.test('of a revocation that was taken over, only the taker’s outcome counts', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection, { tokens: storedTokens('tokens', { expiresInSeconds: 1 }) });
    await disconnect(fixture, connection);
    const late = await mustClaimRevocation(grantId);
    await fixture.wait(takenOver);
    const taker = await mustClaimRevocation(grantId);
    await grants.retryRevocation(late, 0);
    t.equal(await claimRevocation(grantId), undefined, 'the taker’s attempt is still open');
    await end(taker);
    await end(late);
    t.strictSame(
      (await fixture.look(connection)).events.filter((kind) => kind === 'disconnected'),
      ['disconnected'],
    );
  });

  t.test('the former grant of a reconnect ends without touching the connection', async (t) => {
    const connection = await fixture.connection();
    const former = await connect(fixture, connection);
    const next = await connect(fixture, connection);
    await end(await mustClaimRevocation(former));
    const stored = await read(fixture, connection);
    t.equal(stored?.status, 'active');
    t.equal(stored?.grant?.grantId, next);
    t.strictSame(await fixture.lookAtGrant(connection, former), { state: 'ended', tokens: 'deleted' });
  });

  t.test('a reconnect while disconnecting stays connected when the revocation ends', async (t) => {
    const connection = await fixture.connection();
    const former = await connect(fixture, connection);
    await disconnect(fixture, connection);
    const claim = await mustClaimRevocation(former);
    const next = await connect(fixture, connection);
    t.equal((await read(fixture, connection))?.status, 'active');
    await end(claim);
    t.equal((await read(fixture, connection))?.status, 'active');
    t.equal((await read(fixture, connection))?.grant?.grantId, next);
  });
}

import type { Test } from 'tap';
import type { ConnectionEvent } from '../../src/connection/connection-event.js';
import {
  claimDue,
  claimOne,
  connect,
  mustClaim,
  read,
  recovered,
  type StoreFixture,
  shownOpaque,
  storedTokens,
} from './store-fixture.js';

export async function storingConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants, times } = fixture;
  const takenOver = times.takeoverMin + 300;
  const text = async (connection: Parameters<typeof read>[1]) => {
    const grant = (await read(fixture, connection))?.grant;
    return grant ? shownOpaque(grant.tokenSet) : undefined;
  };

  t.test('a store makes the next generation, closes the attempt and says when it is due', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    const next = storedTokens('second', { expiresInSeconds: 60, elapsedMs: 1500.25, dueInMs: 600_000.75 });
    t.equal(await grants.store(claim, { ...next, hasRefreshToken: 'no' }, recovered), 'stored');
    const grant = (await read(fixture, connection))?.grant;
    t.equal(grant?.generation, claim.generation + 1);
    t.equal(await text(connection), 'second');
    t.equal(grant?.lifetimeSeconds, 60);
    t.equal(grant?.hasRefreshToken, 'no');
    t.ok((grant?.accessTokenSeconds ?? 0) > 50 && (grant?.accessTokenSeconds ?? 0) <= 58.5);
    t.equal(await claimDue(fixture, grantId), undefined, 'not due yet');
    t.equal((await claimOne(fixture, connection)).kind, 'claimed', 'and nothing is open');
    t.strictSame((await fixture.look(connection)).events, ['connected'], 'a good refresh is not an event');
  });

  t.test('scopes stay as they were granted, unless the server said otherwise', async (t) => {
    const connection = await fixture.connection();
    const tokens = storedTokens('first', { grantedScopes: ['read', 'write'] });
    const grantId = await connect(fixture, connection, { tokens });
    await grants.store(await mustClaim(fixture, grantId), storedTokens('second'), recovered);
    t.strictSame((await read(fixture, connection))?.grant?.grantedScopes, ['read', 'write']);
    const narrowed = storedTokens('third', { grantedScopes: ['read'] });
    await grants.store(await mustClaim(fixture, grantId), narrowed, recovered);
    t.strictSame((await read(fixture, connection))?.grant?.grantedScopes, ['read']);
  });

  t.test('an old generation cannot be stored over a newer one', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    t.equal(await grants.store(claim, storedTokens('second'), recovered), 'stored');
    t.equal(await grants.store(claim, storedTokens('again'), recovered), 'fence_missed');
    t.equal(await text(connection), 'second');
    t.strictSame(await grants.storedBy(claim), { generation: claim.generation + 1, attemptId: claim.attemptId });
  });

  t.test('a late answer is stored while nobody else’s is; then the one who took over misses', async (t) => {
    const connection = await fixture.connection();
    const tokens = storedTokens('first', { expiresInSeconds: 1 });
    const grantId = await connect(fixture, connection, { tokens });
    const late = await mustClaim(fixture, grantId);
    await fixture.wait(takenOver);
    const taker = await mustClaim(fixture, grantId);
    t.equal(await grants.store(late, storedTokens('late', { dueInMs: 600_000 }), recovered), 'stored');
    t.equal(await grants.store(taker, storedTokens('taken'), recovered), 'fence_missed');
    t.equal(await text(connection), 'late');
    t.equal((await grants.storedBy(taker))?.attemptId, late.attemptId);
    t.equal(await grants.settle(taker, { outcome: 'terminal' }), 'fence_missed', 'nor can it settle');
    const next = await mustClaim(fixture, grantId);
    t.equal(
      next.generation,
      taker.generation + 1,
      'due at once: who took over may have had the provider end the grant',
    );
  });

  t.test('of two that store the same generation at once, one wins', async (t) => {
    const connection = await fixture.connection();
    const tokens = storedTokens('first', { expiresInSeconds: 1 });
    const grantId = await connect(fixture, connection, { tokens });
    const late = await mustClaim(fixture, grantId);
    await fixture.wait(takenOver);
    const taker = await mustClaim(fixture, grantId);
    const results = await Promise.all([
      grants.store(late, storedTokens('late'), recovered),
      grants.store(taker, storedTokens('taken'), recovered),
    ]);
    t.strictSame([...results].sort(), ['fence_missed', 'stored']);
    t.equal(await text(connection), results[0] === 'stored' ? 'late' : 'taken');
    t.equal((await read(fixture, connection))?.grant?.generation, late.generation + 1);
  });

  t.test('the end of a token that was not known is learnt, of this token only', async (t) => {
    const connection = await fixture.connection();
    const { expiresInSeconds: _, dueInMs: __, ...endless } = storedTokens('first');
    const grantId = await connect(fixture, connection, { tokens: endless });
    const { organizationId } = connection;
    const times = { expiresInSeconds: 600, elapsedMs: 100.5, dueInMs: 0 };
    await grants.learnExpiry({ organizationId, grantId, generation: 2 }, times);
    t.equal((await read(fixture, connection))?.grant?.accessTokenSeconds, undefined, 'not of another generation');
    t.equal(await claimDue(fixture, grantId), undefined);
    await grants.learnExpiry({ organizationId, grantId, generation: 1 }, times);
    const grant = (await read(fixture, connection))?.grant;
    t.ok((grant?.accessTokenSeconds ?? 0) > 590 && (grant?.accessTokenSeconds ?? 0) < 600);
    t.equal(grant?.lifetimeSeconds, 600);
    const claim = await mustClaim(fixture, grantId);
    t.equal(claim.generation, 1);
    await grants.store(claim, endless, recovered);
    const held = await claimOne(fixture, connection);
    if (held.kind !== 'claimed') throw new Error(held.kind);
    await grants.learnExpiry({ organizationId, grantId, generation: 2 }, times);
    t.equal((await read(fixture, connection))?.grant?.lifetimeSeconds, undefined, 'not while an attempt is open');
    t.equal(await grants.store(held.claim, storedTokens('third'), recovered), 'stored');
    await grants.learnExpiry({ organizationId, grantId, generation: 3 }, times);
    t.equal((await read(fixture, connection))?.grant?.lifetimeSeconds, 3600, 'what the answer told stays');
  });

  t.test('success forgets the failures of the generation before', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'ambiguous', dueInMs: 0 });
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'refusal_unconfirmed', dueInMs: 0 });
    const failing = await mustClaim(fixture, grantId);
    t.equal(failing.attempts, 3);
    t.equal(failing.earlierOutcome, 'ambiguous');
    t.equal(failing.earlierRefusal, 'unconfirmed');
    t.type(failing.failingSeconds, 'number');
    await grants.store(failing, storedTokens('second'), recovered);
    const fresh = await mustClaim(fixture, grantId);
    t.equal(fresh.attempts, 1);
    t.equal(fresh.earlierOutcome, 'known');
    t.equal(fresh.earlierRefusal, 'none');
    t.equal(fresh.failingSeconds, undefined);
  });

  t.test('a connection in error becomes active again, with one event', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const event: ConnectionEvent = {
      kind: 'refresh_failed',
      reason: 'provider_unavailable',
      details: { status: '503' },
    };
    const claim = await mustClaim(fixture, grantId);
    await grants.settle(claim, { outcome: 'later', dueInMs: 0, error: { reason: 'provider_unavailable', event } });
    await grants.store(await mustClaim(fixture, grantId), storedTokens('second'), recovered);
    await grants.store(await mustClaim(fixture, grantId), storedTokens('third'), recovered);
    const seen = await fixture.look(connection);
    t.equal(seen.status, 'active');
    t.equal(seen.reason, undefined);
    t.strictSame(seen.events, ['connected', 'refresh_failed', 'recovered']);
  });
}

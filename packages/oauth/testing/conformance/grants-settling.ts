import type { Test } from 'tap';
import type { Settlement } from '../../src/ports.js';
import {
  claimDue,
  claimOne,
  connect,
  disconnect,
  mustClaim,
  read,
  type StoreFixture,
  storedTokens,
} from './store-fixture.js';

const dead: NonNullable<Settlement['error']> = {
  reason: 'grant_rejected',
  event: { kind: 'reauthorization_required', reason: 'grant_rejected', details: { error: 'invalid_grant' } },
};
const down: NonNullable<Settlement['error']> = {
  reason: 'provider_unavailable',
  event: { kind: 'refresh_failed', reason: 'provider_unavailable' },
};

export async function settlingConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants, times } = fixture;

  t.test('a failed attempt is closed and due again when it was said', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    t.equal(await grants.settle(claim, { outcome: 'later', dueInMs: 800.5 }), 'settled');
    t.equal(await claimDue(fixture, grantId), undefined);
    await fixture.wait(1000);
    const next = await mustClaim(fixture, grantId);
    t.equal(next.generation, claim.generation);
    t.equal(next.attempts, 2);
    t.equal(next.earlierOutcome, 'known');
    t.ok((next.failingSeconds ?? -1) >= 0.9, `failing since the first failure: ${next.failingSeconds}`);
    t.equal((await fixture.look(connection)).status, 'active', 'nothing to tell yet');
  });

  t.test('an ambiguous outcome and an unconfirmed refusal are remembered', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'refusal_unconfirmed', dueInMs: 0 });
    const second = await mustClaim(fixture, grantId);
    t.equal(second.earlierRefusal, 'unconfirmed');
    t.equal(second.earlierOutcome, 'known');
    await grants.settle(second, { outcome: 'ambiguous', dueInMs: 0 });
    const third = await mustClaim(fixture, grantId);
    t.equal(third.earlierOutcome, 'ambiguous');
    await grants.settle(third, { outcome: 'later', dueInMs: 0 });
    t.equal((await mustClaim(fixture, grantId)).earlierOutcome, 'ambiguous', 'through later failures too');
  });

  t.test('giving an attempt back is no failure', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'not_sent', dueInMs: 0 });
    const claim = await mustClaim(fixture, grantId);
    t.equal(claim.failingSeconds, undefined);
    t.equal(claim.earlierOutcome, 'known');
    t.equal(claim.earlierRefusal, 'none');
  });

  t.test('the end of a grant is told once; nothing is due, nothing is deleted', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    t.equal(await grants.settle(claim, { outcome: 'terminal', error: dead }), 'settled');
    const stored = await read(fixture, connection);
    t.equal(stored?.status, 'error');
    t.equal(stored?.reason, 'grant_rejected');
    t.equal(stored?.grant?.grantId, grantId, 'the access token may still be good');
    t.equal(await claimDue(fixture, grantId), undefined);
    t.not((await claimOne(fixture, connection)).kind, 'claimed', 'a dead grant is not asked for by readers either');
    t.strictSame((await fixture.look(connection)).events, ['connected', 'reauthorization_required']);
    t.equal(await grants.settle(claim, { outcome: 'terminal', error: dead }), 'fence_missed');
    t.equal((await fixture.look(connection)).events.length, 2);
  });

  t.test('the same error is told once, another one again', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const fail = async (error: typeof dead) =>
      await grants.settle(await mustClaim(fixture, grantId), { outcome: 'later', dueInMs: 0, error });
    await fail(down);
    await fail(down);
    t.strictSame((await fixture.look(connection)).events, ['connected', 'refresh_failed']);
    await fail(dead);
    const seen = await fixture.look(connection);
    t.equal(seen.reason, 'grant_rejected');
    t.strictSame(seen.events, ['connected', 'refresh_failed', 'reauthorization_required']);
  });

  t.test('who was taken over settles nothing', async (t) => {
    const connection = await fixture.connection();
    const tokens = storedTokens('first', { expiresInSeconds: 1 });
    const grantId = await connect(fixture, connection, { tokens });
    const late = await mustClaim(fixture, grantId);
    await fixture.wait(times.takeoverMin + 300);
    const taker = await mustClaim(fixture, grantId);
    t.equal(await grants.settle(late, { outcome: 'terminal', error: dead }), 'fence_missed');
    t.equal((await read(fixture, connection))?.status, 'active');
    t.equal((await claimOne(fixture, connection)).kind, 'held', 'the taker’s attempt is still open');
    t.equal(await grants.settle(taker, { outcome: 'later', dueInMs: 0 }), 'settled');
  });

  t.test('a grant that was let go of turns no connection red', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    await connect(fixture, connection);
    await grants.settle(claim, { outcome: 'terminal', error: dead });
    t.equal((await read(fixture, connection))?.status, 'active');

    const gone = await fixture.connection();
    const held = await mustClaim(fixture, await connect(fixture, gone));
    await disconnect(fixture, gone);
    await grants.settle(held, { outcome: 'terminal', error: dead });
    t.equal((await read(fixture, gone))?.status, 'disconnecting');
    t.notOk((await fixture.look(gone)).events.includes('reauthorization_required'));
  });
}

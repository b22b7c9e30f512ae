import type { Test } from 'tap';
import type { Claim } from '../../src/connection/grant.js';
import type { GrantId } from '../../src/ids.js';
import {
  claimDue,
  connect,
  disconnect,
  mustClaim,
  read,
  recovered,
  type SeededConnection,
  type StoreFixture,
  shownOpaque,
  storedTokens,
} from './store-fixture.js';

const day = 24 * 60 * 60 * 1000;
const dead = {
  outcome: 'terminal',
  error: { reason: 'grant_rejected', event: { kind: 'reauthorization_required', reason: 'grant_rejected' } },
} as const;

export async function alternatesConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants, times } = fixture;
  const text = async (connection: SeededConnection) => {
    const grant = (await read(fixture, connection))?.grant;
    return grant ? shownOpaque(grant.tokenSet) : undefined;
  };

  /** A grant whose tokens were stored while another attempt of the same generation still had an answer in hand. */
  async function overtaken(): Promise<{ connection: SeededConnection; grantId: GrantId; late: Claim }> {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    const late = { ...claim, attemptId: fixture.newId() as Claim['attemptId'] };
    await grants.store(claim, storedTokens('taken'), recovered);
    t.equal(await grants.store(late, storedTokens('late'), recovered), 'fence_missed');
    return { connection, grantId, late };
  }

  t.test('a set that missed the fence waits unread, and takes the place of one that is refused, once', async (t) => {
    const { connection, grantId, late } = await overtaken();
    const tokens = storedTokens('late', { expiresInSeconds: 600, elapsedMs: 100_000.5, grantedScopes: ['read'] });
    await grants.keepAlternate(late, tokens, day);
    await grants.keepAlternate(late, tokens, day);
    t.equal(await text(connection), 'taken');
    const refused = await mustClaim(fixture, grantId);
    t.equal(await grants.adoptAlternate(refused), 'adopted');
    t.equal(await text(connection), 'late');
    const grant = (await read(fixture, connection))?.grant;
    t.equal(grant?.generation, refused.generation + 1);
    t.ok((grant?.accessTokenSeconds ?? 0) > 490 && (grant?.accessTokenSeconds ?? 0) <= 500, 'its own end');
    t.strictSame(grant?.grantedScopes, ['read']);
    t.equal(await grants.adoptAlternate(refused), 'fence_missed', 'the attempt is closed');
    const next = await mustClaim(fixture, grantId);
    t.equal(next.generation, refused.generation + 1, 'due at once');
    t.equal(await grants.adoptAlternate(next), 'none', 'each is tried once, however often it was kept');
    t.strictSame((await fixture.look(connection)).events, ['connected'], 'nothing to tell');
  });

  t.test('of several, the newest comes first', async (t) => {
    const { connection, grantId, late } = await overtaken();
    await grants.keepAlternate(late, storedTokens('older'), day);
    await fixture.wait(10);
    const other = { ...late, attemptId: fixture.newId() as Claim['attemptId'] };
    await grants.keepAlternate(other, storedTokens('newer'), day);
    t.equal(await grants.adoptAlternate(await mustClaim(fixture, grantId)), 'adopted');
    t.equal(await text(connection), 'newer');
    t.equal(await grants.adoptAlternate(await mustClaim(fixture, grantId)), 'adopted');
    t.equal(await text(connection), 'older');
  });

  t.test('what is known of the failure stays: a refused alternate ends the grant at once', async (t) => {
    const { grantId, late } = await overtaken();
    await grants.keepAlternate(late, storedTokens('late'), day);
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'ambiguous', dueInMs: 0 });
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'refusal_unconfirmed', dueInMs: 0 });
    await grants.adoptAlternate(await mustClaim(fixture, grantId));
    const claim = await mustClaim(fixture, grantId);
    t.equal(claim.earlierOutcome, 'ambiguous');
    t.equal(claim.earlierRefusal, 'unconfirmed');
  });

  t.test('past its time a set is not tried', async (t) => {
    const { grantId, late } = await overtaken();
    await grants.keepAlternate(late, storedTokens('late'), 50);
    await fixture.wait(100);
    t.equal(await grants.adoptAlternate(await mustClaim(fixture, grantId)), 'none');
  });

  t.test('a set that comes after the grant was given up makes it due', async (t) => {
    const { connection, grantId, late } = await overtaken();
    await grants.settle(await mustClaim(fixture, grantId), dead);
    t.equal(await claimDue(fixture, grantId), undefined);
    await grants.keepAlternate(late, storedTokens('late'), day);
    t.equal(await grants.adoptAlternate(await mustClaim(fixture, grantId)), 'adopted');
    await grants.store(await mustClaim(fixture, grantId), storedTokens('recovered'), recovered);
    const seen = await fixture.look(connection);
    t.equal(seen.status, 'active');
    t.strictSame(seen.events, ['connected', 'reauthorization_required', 'recovered']);
  });

  t.test('who was taken over adopts nothing', async (t) => {
    const { connection, late } = await overtaken();
    await grants.keepAlternate(late, storedTokens('late'), day);
    t.equal(await grants.adoptAlternate(late), 'fence_missed');
    t.equal(await text(connection), 'taken');
  });

  t.test('a grant that was let go of adopts nothing, and its alternates end with it', async (t) => {
    const { connection, grantId, late } = await overtaken();
    const open = await mustClaim(fixture, grantId);
    await grants.keepAlternate(late, storedTokens('late'), day);
    await disconnect(fixture, connection);
    t.equal(await grants.adoptAlternate(open), 'fence_missed');
    await grants.settle(open, { outcome: 'later', dueInMs: 0 });
    const claims = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times });
    const revocation = claims.find((claim) => claim.grantId === grantId);
    if (!revocation) throw new Error('the revocation could not be claimed');
    t.equal(shownOpaque(revocation.tokenSet), 'taken');
    await grants.endRevoked(revocation, 'revoked', { kind: 'disconnected', reason: 'revoked' });
    t.strictSame(await fixture.lookAtGrant(connection, grantId), { state: 'ended', tokens: 'deleted' });
    await grants.keepAlternate(late, storedTokens('later still'), day);
    t.strictSame(await fixture.lookAtGrant(connection, grantId), { state: 'ended', tokens: 'deleted' });
  });
}

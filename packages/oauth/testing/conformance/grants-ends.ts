import type { Test } from 'tap';
import type { StoredTokens } from '../../src/ports.js';
import {
  claimDue,
  connect,
  mustClaim,
  read,
  recovered,
  type SeededConnection,
  type StoreFixture,
  storedTokens,
} from './store-fixture.js';

const day = 86_400;

/** The clocks that end a grant, and the telling of its end. */
export async function endsConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants } = fixture;
  const near = (actual: number | undefined, wanted: number) =>
    actual !== undefined && actual > wanted - 60 && actual <= wanted;
  const absolute = (seconds: number, tellInSeconds: number, stored: 'already' | 'not_yet' = 'not_yet') => ({
    absolute: { seconds, stored, tellInSeconds },
  });
  const told = async (connection: SeededConnection) =>
    (await fixture.look(connection)).events.filter((kind) => kind === 'expiring').length;
  async function connected(change: Partial<StoredTokens>) {
    const connection = await fixture.connection();
    return { connection, grantId: await connect(fixture, connection, { tokens: storedTokens('first', change) }) };
  }

  t.test('a claim tells the clocks that were stored', async (t) => {
    const { grantId } = await connected({ ends: { idleSeconds: 30 * day, ...absolute(365 * day, 300 * day) } });
    const first = await mustClaim(fixture, grantId);
    t.ok(near(first.clocks.idleSeconds, 30 * day));
    t.ok(near(first.clocks.absoluteSeconds, 365 * day));
    t.equal(first.clocks.lifetimeSeconds, 3600);
    t.equal(first.clocks.expiring, 'not_told');
    for (const age of [first.clocks.ageSeconds, first.clocks.refreshedSecondsAgo]) t.ok(age >= 0 && age < 60);
    const ends = { idleSeconds: 10 * day, ...absolute(1, 1, 'already') };
    await grants.store(first, storedTokens('second', { ends }), recovered);
    const second = await mustClaim(fixture, grantId);
    t.ok(near(second.clocks.idleSeconds, 10 * day), 'an idle clock begins anew');
    t.ok(near(second.clocks.absoluteSeconds, 365 * day), 'what is stored already stays');
    await grants.store(second, storedTokens('third', { ends: absolute(7 * day, day) }), recovered);
    const third = await mustClaim(fixture, grantId);
    t.equal(third.clocks.idleSeconds, undefined, 'what is not known any more is forgotten');
    t.ok(near(third.clocks.absoluteSeconds, 7 * day));
    await grants.store(third, storedTokens('fourth'), recovered);
    t.equal((await mustClaim(fixture, grantId)).clocks.absoluteSeconds, undefined);
  });

  t.test('an end that is near is told once, and a new end once more', async (t) => {
    const { connection, grantId } = await connected({ ends: absolute(20 * day, 5 * day) });
    t.equal(await told(connection), 0);
    const store = async (text: string, ends: StoredTokens['ends']) =>
      grants.store(await mustClaim(fixture, grantId), storedTokens(text, ends ? { ends } : {}), recovered);
    await store('second', absolute(20 * day, 0, 'already'));
    t.equal(await told(connection), 1);
    t.equal((await mustClaimAgain(grantId)).clocks.expiring, 'told');
    await store('third', absolute(20 * day, 0, 'already'));
    t.equal(await told(connection), 1);
    await store('fourth', absolute(90 * day, 60 * day));
    t.equal((await mustClaimAgain(grantId)).clocks.expiring, 'not_told', 'it moved away');
    await store('fifth', absolute(90 * day, 0, 'already'));
    t.equal(await told(connection), 2);
  });

  /** Claims, and gives the claim back. */
  async function mustClaimAgain(grantId: Parameters<typeof mustClaim>[1]) {
    const claim = await mustClaim(fixture, grantId);
    await grants.settle(claim, { outcome: 'not_sent', dueInMs: 0 });
    return claim;
  }

  t.test('what nothing can renew: a settlement tells its end', async (t) => {
    const { connection, grantId } = await connected({ hasRefreshToken: 'no' });
    const tell = { outcome: 'not_sent', dueInMs: 0, expiring: 'tell' } as const;
    t.equal(await grants.settle(await mustClaim(fixture, grantId), tell), 'settled');
    const again = await mustClaim(fixture, grantId);
    t.equal(again.clocks.expiring, 'told');
    t.equal(again.attempts, 1, 'nothing was tried');
    await grants.settle(again, { ...tell, dueInMs: 600_000 });
    t.equal(await told(connection), 1);
    t.equal((await fixture.look(connection)).status, 'active');
    t.equal(await claimDue(fixture, grantId), undefined, 'due when it ends');
  });

  t.test('a refresh that ends the access token before it puts that in doubt until its outcome is known', async (t) => {
    const made = await fixture.connection();
    const terms = { ...made.definition, refresh: { ...made.definition.refresh, revokesAccessToken: true } };
    const connection = { ...made, definition: terms };
    const grantId = await connect(fixture, connection);
    const doubt = async () => (await read(fixture, connection))?.grant?.doubt;
    t.equal(await doubt(), undefined);
    const claim = await mustClaim(fixture, grantId);
    t.equal(await doubt(), 'refresh_under_way');
    await grants.settle(claim, { outcome: 'ambiguous', dueInMs: 0 });
    t.equal(await doubt(), 'refresh_ambiguous');
    await grants.store(await mustClaim(fixture, grantId), storedTokens('second', { expiresInSeconds: day }), recovered);
    t.equal(await doubt(), undefined);
    const { sendBefore } = await mustClaim(fixture, grantId);
    const plain = await fixture.connection();
    const other = await mustClaim(fixture, await connect(fixture, plain));
    t.ok(other.sendBefore - sendBefore > fixture.times.takeoverMin / 2, 'nobody is kept away for such a token’s life');
    await grants.settle(other, { outcome: 'ambiguous', dueInMs: 600_000 });
    t.equal((await read(fixture, plain))?.grant?.doubt, undefined, 'others’ tokens live on');
  });
}

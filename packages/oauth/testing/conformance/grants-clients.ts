import type { Test } from 'tap';
import type { GrantId } from '../../src/ids.js';
import type { Settlement } from '../../src/ports.js';
import {
  claimDue,
  claimOne,
  connect,
  disconnect,
  mustClaim,
  recovered,
  type SeededConnection,
  type StoreFixture,
  storedTokens,
} from './store-fixture.js';

const soonMs = 400;
const later = 600_000;

/** As of an answer `invalid_client`. */
const refused = (probeInMs: number): Settlement => ({
  outcome: 'client_misconfigured',
  client: { probeInMs, details: { error: 'invalid_client', status: '401' } },
});

export async function clientsConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants } = fixture;

  /** Connections of one client; the first is refused, the others are due. */
  async function misconfigured(probeInMs: number, others = 2) {
    const first = await fixture.connection();
    const firstGrant = await connect(fixture, first);
    const claim = await mustClaim(fixture, firstGrant);
    t.equal(await grants.settle(claim, refused(probeInMs)), 'settled');
    const rest: { connection: SeededConnection; grantId: GrantId }[] = [];
    for (let i = 0; i < others; i++) {
      const connection = await fixture.connection({ beside: first });
      rest.push({ connection, grantId: await connect(fixture, connection) });
    }
    return { first, firstGrant, claim, rest };
  }
  const claimsOf = async (ids: readonly GrantId[]) => {
    const claims = await grants.claimDue({ holder: 'suite', limit: 1000, times: fixture.times, takeover: 'allowed' });
    return claims.filter((claim) => ids.includes(claim.grantId));
  };

  t.test('the grants of a refused client are skipped, and the vendor is told once', async (t) => {
    const { first, firstGrant, rest } = await misconfigured(later);
    t.strictSame(await claimsOf([firstGrant, ...rest.map(({ grantId }) => grantId)]), []);
    t.strictSame(await claimsOf([firstGrant, ...rest.map(({ grantId }) => grantId)]), []);
    t.strictSame(await fixture.lookAtClient(first), { state: 'misconfigured', events: ['client.misconfigured'] });
    for (const { connection } of [{ connection: first }, ...rest]) {
      const seen = await fixture.look(connection);
      t.equal(seen.status, 'error');
      t.equal(seen.reason, 'client_misconfigured');
      t.strictSame(seen.events, ['connected'], 'the client has events of its own');
    }
    t.equal((await claimOne(fixture, first)).kind, 'client_misconfigured', 'readers ask no more either');
  });

  t.test('another client’s grants go on', async (t) => {
    await misconfigured(later);
    const other = await fixture.connection();
    t.ok(await claimDue(fixture, await connect(fixture, other)));
  });

  t.test('who had asked already and is refused as well tells nobody again, and puts no probe off', async (t) => {
    const first = await fixture.connection();
    const second = await fixture.connection({ beside: first });
    const ids = [await connect(fixture, first), await connect(fixture, second)];
    const claims = await claimsOf(ids);
    t.equal(claims.length, 2);
    const [one, other] = claims;
    if (!one || !other) return;
    await grants.settle(one, refused(soonMs));
    await grants.settle(other, refused(later));
    t.strictSame((await fixture.lookAtClient(first)).events, ['client.misconfigured']);
    await fixture.wait(soonMs + 100);
    t.equal((await claimsOf(ids)).length, 1);
  });

  t.test('one at a time is claimed as a probe, and another one each time', async (t) => {
    const { firstGrant, rest } = await misconfigured(soonMs, 1);
    const ids = [firstGrant, ...rest.map(({ grantId }) => grantId)];
    await fixture.wait(soonMs + 100);
    const [probe, ...more] = await claimsOf(ids);
    t.strictSame(more, []);
    t.equal(probe?.grantId, rest[0]?.grantId, 'not the one that was refused');
    t.strictSame(probe?.probe, { probes: 0 });
    t.strictSame(await claimsOf(ids), [], 'while it is under way');
    if (!probe) return;
    await grants.settle(probe, refused(soonMs));
    await fixture.wait(soonMs + 100);
    const [next] = await claimsOf(ids);
    t.equal(next?.grantId, firstGrant);
    t.strictSame(next?.probe, { probes: 1 });
    if (!next) return;
    // An answer that says nothing of the client.
    await grants.settle(next, { outcome: 'later', dueInMs: 0, client: { probeInMs: soonMs, details: {} } });
    t.strictSame(await claimsOf(ids), [], 'it is due, but its client is not');
    await fixture.wait(soonMs + 100);
    t.strictSame((await claimsOf(ids))[0]?.probe, { probes: 2 });
  });

  t.test('a grant whose last request may have been done is no probe before its time', async (t) => {
    const first = await fixture.connection();
    const second = await fixture.connection({ beside: first });
    const ids = [await connect(fixture, first), await connect(fixture, second)];
    const [one, other] = await claimsOf(ids);
    if (!one || !other) throw new Error('not both were claimed');
    await grants.settle(other, { outcome: 'ambiguous', dueInMs: later });
    await grants.settle(one, refused(soonMs));
    await fixture.wait(soonMs + 100);
    t.strictSame(
      (await claimsOf(ids)).map(({ grantId }) => grantId),
      [one.grantId],
    );
  });

  t.test('a probe whose process is gone is taken over in its time', async (t) => {
    const { first, firstGrant } = await misconfigured(soonMs, 0);
    await fixture.wait(soonMs + 100);
    const [probe] = await claimsOf([firstGrant]);
    if (!probe) throw new Error('nothing was probed');
    await fixture.wait(fixture.times.takeoverMax + 300);
    t.equal((await claimOne(fixture, first)).kind, 'client_misconfigured', 'a reader takes nothing over');
    const [next, ...more] = await claimsOf([firstGrant]);
    t.strictSame(more, []);
    t.strictSame(next?.probe, { probes: 0 });
    t.equal(next?.earlierOutcome, 'ambiguous', 'its request may have left');
    t.equal(await grants.settle(probe, refused(later)), 'fence_missed');
  });

  t.test('a client that is accepted is told of once, and all its grants are due again, spread', async (t) => {
    const { first, firstGrant, rest } = await misconfigured(soonMs);
    const ids = [firstGrant, ...rest.map(({ grantId }) => grantId)];
    await fixture.wait(soonMs + 100);
    const [probe] = await claimsOf(ids);
    if (!probe) throw new Error('nothing was probed');
    await grants.store(probe, storedTokens('renewed', { dueInMs: later }), recovered);
    await grants.recoverClient(probe);
    await grants.recoverClient(probe);
    // Made due by one claim, for sure seen by the next.
    for (let i = 0; i < 2; i++) t.strictSame(await claimsOf(ids), [], 'their tokens are good for an hour');
    t.strictSame(await fixture.lookAtClient(first), {
      state: 'ok',
      events: ['client.misconfigured', 'client.recovered'],
    });
    for (const { connection } of [{ connection: first }, ...rest]) {
      const seen = await fixture.look(connection);
      t.equal(seen.status, 'active');
      t.strictSame(seen.events, ['connected']);
    }
    t.equal((await claimOne(fixture, first)).kind, 'backing_off', 'it was refused, and waits its turn');
    for (const { connection, grantId } of rest)
      if (grantId !== probe.grantId) t.equal((await claimOne(fixture, connection)).kind, 'claimed');
  });

  t.test('a refusal that is settled once a probe was accepted says nothing any more', async (t) => {
    const first = await fixture.connection();
    const second = await fixture.connection({ beside: first });
    const third = await fixture.connection({ beside: first });
    const ids = [await connect(fixture, first), await connect(fixture, second), await connect(fixture, third)];
    const claims = await claimsOf(ids);
    const [one, other, last] = claims;
    if (!one || !other || !last) throw new Error('not all were claimed');
    await grants.settle(one, refused(soonMs));
    await fixture.wait(soonMs + 100);
    const [probe] = await claimsOf(ids);
    if (!probe) throw new Error('nothing was probed');
    await grants.recoverClient(last);
    // Before and after what waited for the client was made due.
    t.equal(await grants.settle(other, refused(soonMs)), 'settled');
    t.equal((await fixture.lookAtClient(first)).state, 'recovering');
    await claimsOf([]);
    t.equal((await fixture.lookAtClient(first)).state, 'ok');
    t.equal(await grants.settle(probe, refused(soonMs)), 'settled');
    t.strictSame(await fixture.lookAtClient(first), {
      state: 'ok',
      events: ['client.misconfigured', 'client.recovered'],
    });
    for (const connection of [first, second, third]) {
      const { status, events } = await fixture.look(connection);
      t.equal(status, 'active');
      t.strictSame(events, ['connected']);
    }
    await fixture.wait(soonMs + 100);
    t.equal((await claimsOf([other.grantId, probe.grantId])).length, 2, 'they are tried again');
  });

  t.test('grants whose tokens ended meanwhile are due soon', async (t) => {
    const { connection, grantId } = await (async () => {
      const connection = await fixture.connection();
      const tokens = storedTokens('short', { expiresInSeconds: 0 });
      return { connection, grantId: await connect(fixture, connection, { tokens }) };
    })();
    const claim = await mustClaim(fixture, grantId);
    await grants.settle(claim, refused(later));
    await grants.recoverClient(claim);
    const early = await claimsOf([grantId]);
    await fixture.wait(fixture.times.rearmSpread + 100);
    t.equal(early.length + (await claimsOf([grantId])).length, 1);
    t.equal((await fixture.look(connection)).status, 'active');
  });

  t.test('a grant of a refused client can be let go of', async (t) => {
    const { first, firstGrant } = await misconfigured(later, 0);
    await disconnect(fixture, first);
    const claims = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times: fixture.times });
    t.ok(
      claims.some((claim) => claim.grantId === firstGrant),
      'its revocation is tried',
    );
  });
}

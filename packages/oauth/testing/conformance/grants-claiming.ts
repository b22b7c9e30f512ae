import type { Test } from 'tap';
import type { Claim } from '../../src/connection/grant.js';
import {
  claimDue,
  claimOne,
  connect,
  disconnect,
  mustClaim,
  type StoreFixture,
  shownOpaque,
  storedTokens,
  termsOf,
} from './store-fixture.js';

const shortLived = (text: string) => storedTokens(text, { expiresInSeconds: 1 });

export async function claimingConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants, times } = fixture;
  const takenOver = times.takeoverMin + 300;

  t.test('what is due is claimed, with everything that its refresh needs', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    const claim = await mustClaim(fixture, grantId);
    t.equal(claim.organizationId, connection.organizationId);
    t.equal(claim.connectionId, connection.connectionId);
    t.strictSame(JSON.parse(JSON.stringify(claim.terms)), JSON.parse(JSON.stringify(termsOf(connection))));
    t.equal(claim.client.rowId, connection.client?.rowId);
    t.equal(claim.client.clientId, connection.client?.clientId);
    t.strictSame(
      claim.client.secrets.map(({ rowId, value }) => [rowId, [...value.envelope]]),
      connection.client?.secrets.map(({ rowId, value }) => [rowId, [...value.envelope]]),
    );
    t.equal(shownOpaque(claim.tokenSet), 'first');
    t.ok((claim.accessTokenSeconds ?? 0) > 3500 && (claim.accessTokenSeconds ?? 0) <= 3600);
    t.ok(claim.lateSeconds >= 0 && claim.lateSeconds < 600);
    t.equal(claim.attempts, 1);
    t.equal(claim.failingSeconds, undefined);
    t.equal(claim.earlierOutcome, 'known');
    t.equal(claim.earlierRefusal, 'none');
    t.ok(Number.isFinite(claim.sendBefore));
  });

  t.test('what is not due is left alone', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection, { tokens: storedTokens('tokens', { dueInMs: 600_000 }) });
    t.equal(await claimDue(fixture, grantId), undefined);
  });

  t.test('an open attempt blocks everyone else', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await mustClaim(fixture, grantId);
    t.equal(await claimDue(fixture, grantId), undefined);
    t.equal((await claimOne(fixture, connection)).kind, 'held');
  });

  t.test('claims go no further than the limit', async (t) => {
    const connection = await fixture.connection();
    for (let i = 0; i < 3; i++) await connect(fixture, await fixture.connection({ beside: connection }));
    t.equal((await grants.claimDue({ holder: 'suite', limit: 2, times, takeover: 'allowed' })).length, 2);
    t.equal((await grants.claimDue({ holder: 'suite', limit: 0, times, takeover: 'allowed' })).length, 0);
  });

  t.test('two that claim at once never get the same grant, and miss none', async (t) => {
    const first = await fixture.connection();
    const ids = new Set<string>();
    for (let i = 0; i < 12; i++) ids.add(await connect(fixture, await fixture.connection({ beside: first })));
    const claims: Claim[] = [];
    const worker = async () => {
      for (let got = 1; got > 0; ) {
        const batch = await grants.claimDue({ holder: 'suite', limit: 3, times, takeover: 'withheld' });
        claims.push(...batch.filter((claim) => ids.has(claim.grantId)));
        got = batch.length;
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    t.equal(claims.length, ids.size);
    t.equal(new Set(claims.map((claim) => claim.grantId)).size, ids.size);
    t.equal(new Set(claims.map((claim) => claim.attemptId)).size, ids.size);
  });

  t.test('of eight readers at once, one gets the claim', async (t) => {
    const connection = await fixture.connection();
    await connect(fixture, connection);
    const answers = await Promise.all(Array.from({ length: 8 }, () => claimOne(fixture, connection)));
    t.equal(answers.filter((answer) => answer.kind === 'claimed').length, 1);
    t.equal(answers.filter((answer) => answer.kind === 'held').length, 7);
  });

  t.test('an attempt that outlived its time is taken over, as ambiguous', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection, { tokens: shortLived('tokens') });
    const lost = await mustClaim(fixture, grantId);
    await fixture.wait(takenOver);
    t.equal(await claimDue(fixture, grantId, 'withheld'), undefined, 'not by one that saw the store fail');
    const claim = await mustClaim(fixture, grantId);
    t.not(claim.attemptId, lost.attemptId);
    t.equal(claim.generation, lost.generation);
    t.equal(claim.earlierOutcome, 'ambiguous');
    t.equal(claim.attempts, 2);
    t.ok((claim.accessTokenSeconds ?? 0) < 0);
    await grants.settle(claim, { outcome: 'not_sent', dueInMs: 0 });
    t.equal((await mustClaim(fixture, grantId)).earlierOutcome, 'ambiguous', 'for as long as the generation lasts');
  });

  t.test('while the access token is good, taking over waits longer, but not for ever', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await mustClaim(fixture, grantId);
    await fixture.wait(takenOver);
    t.equal(await claimDue(fixture, grantId), undefined);
    t.equal((await claimOne(fixture, connection)).kind, 'held');
    await fixture.wait(times.takeoverMax - times.takeoverMin);
    const answer = await claimOne(fixture, connection);
    t.equal(answer.kind, 'claimed');
    t.equal(answer.kind === 'claimed' && answer.claim.earlierOutcome, 'ambiguous');
  });

  t.test('a reader claims what is not due, for the generation that it saw', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection, { tokens: storedTokens('tokens', { dueInMs: 600_000 }) });
    t.equal((await claimOne(fixture, connection, 99)).kind, 'none');
    const answer = await claimOne(fixture, connection);
    if (answer.kind !== 'claimed') throw new Error(`not claimed but ${answer.kind}`);
    t.equal(answer.claim.grantId, grantId);
    t.equal(answer.claim.attempts, 1);
    t.equal(answer.claim.earlierOutcome, 'known');
  });

  t.test('a reader does not ask sooner than a failed attempt allows', async (t) => {
    const connection = await fixture.connection();
    const grantId = await connect(fixture, connection);
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'later', dueInMs: 1000.5 });
    const early = await claimOne(fixture, connection);
    t.equal(early.kind, 'backing_off');
    t.ok(early.kind === 'backing_off' && early.seconds > 0 && early.seconds <= 1.1);
    await fixture.wait(1200);
    const due = await claimOne(fixture, connection);
    t.equal(due.kind, 'claimed');
    t.equal(due.kind === 'claimed' && due.claim.attempts, 2);
  });

  t.test('a reader finds nothing to claim where nothing is held', async (t) => {
    const connection = await fixture.connection();
    t.equal((await claimOne(fixture, connection, 1)).kind, 'none');
    const grantId = await connect(fixture, connection);
    const other = await fixture.connection();
    t.equal((await claimOne(fixture, { ...connection, organizationId: other.organizationId }, 1)).kind, 'none');
    await disconnect(fixture, connection);
    t.equal((await claimOne(fixture, connection, 1)).kind, 'none');
    t.equal(await claimDue(fixture, grantId), undefined);
  });
}

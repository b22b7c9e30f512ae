import type { Test } from 'tap';
import type { GrantId } from '../../src/ids.js';
import { atHost } from './grants-budgets.js';
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

const later = 600_000;

export async function serversConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants, times } = fixture;

  async function connectAt(host: string, tokens = storedTokens('first')) {
    const connection = await atHost(fixture, host);
    return { connection, grantId: await connect(fixture, connection, { tokens }) };
  }
  /** Its request fails by the network. */
  async function fail({ grantId }: { readonly grantId: GrantId }): Promise<void> {
    await grants.settle(await mustClaim(fixture, grantId), { outcome: 'later', dueInMs: later, unreachable: {} });
  }
  const claimsAmong = async (ids: readonly GrantId[]) => {
    const claims = await grants.claimDue({ holder: 'suite', limit: 1000, times, takeover: 'allowed' });
    return claims.filter((claim) => ids.includes(claim.grantId));
  };
  const toldOf = (host: string) => fixture.told().filter((line) => line.endsWith(` ${host}`));
  const unchanged = async (t: Test, connection: SeededConnection) => {
    const { status, events } = await fixture.look(connection);
    t.strictSame({ status, events }, { status: 'active', events: ['connected'] }, 'no connection is told of');
  };

  t.test('a server that fails for two organizations goes on being asked', async (t) => {
    for (let i = 0; i < 2; i++) await fail(await connectAt('two.example'));
    const third = await connectAt('two.example');
    t.ok(await claimDue(fixture, third.grantId));
    t.strictSame(toldOf('two.example'), []);
  });

  t.test('one that answers somebody in between is not down', async (t) => {
    for (let i = 0; i < 2; i++) await fail(await connectAt('shaky.example'));
    const well = await mustClaim(fixture, (await connectAt('shaky.example')).grantId);
    await grants.store(well, storedTokens('renewed', { dueInMs: later }), recovered);
    await grants.serverAnswered(well);
    await fail(await connectAt('shaky.example'));
    t.ok(await claimDue(fixture, (await connectAt('shaky.example')).grantId));
    t.strictSame(toldOf('shaky.example'), []);
  });

  t.test('however many it failed for between two looks, an answer after them has its say', async (t) => {
    const host = 'between.example';
    const all = [await connectAt(host), await connectAt(host), await connectAt(host), await connectAt(host)];
    const claims = await claimsAmong(all.map(({ grantId }) => grantId));
    const well = claims.pop();
    for (const claim of claims) await grants.settle(claim, { outcome: 'later', dueInMs: later, unreachable: {} });
    await claimsAmong([]);
    t.strictSame(toldOf(host), [], 'not by the first look that finds it');
    if (well) await grants.serverAnswered(well);
    await claimsAmong([]);
    await claimsAmong([]);
    t.strictSame([claims.length, toldOf(host)], [3, []]);
  });

  t.test('one that fails for three is down: probed by one at a time, then all are due again, spread', async (t) => {
    const host = 'down.example';
    for (let i = 0; i < 3; i++) await fail(await connectAt(host));
    const short = storedTokens('short', { expiresInSeconds: 0 });
    const waiting = [await connectAt(host, short), await connectAt(host, short), await connectAt(host, short)];
    const ids = waiting.map(({ grantId }) => grantId);
    t.strictSame(await claimsAmong(ids), []);
    t.strictSame(await claimsAmong(ids), []);
    t.strictSame(toldOf(host), [`server_down ${host}`]);
    const reader = waiting[0]?.connection as SeededConnection;
    t.match(await claimOne(fixture, reader), { kind: /backing_off|held/ });
    const elsewhere = await connectAt('up.example');
    t.ok(await claimDue(fixture, elsewhere.grantId));

    await fixture.wait(times.serverProbeFirst + 100);
    const [probe, ...more] = await claimsAmong(ids);
    t.strictSame(more, []);
    t.strictSame(probe?.serverProbe, { probes: 0 });
    t.strictSame(await claimsAmong(ids), [], 'while it is under way');
    if (!probe) return;
    await grants.settle(probe, { outcome: 'later', dueInMs: later, unreachable: { nextProbeInMs: 300 } });
    await fixture.wait(400);
    const [next] = await claimsAmong(ids);
    t.not(next?.grantId, probe.grantId);
    t.strictSame(next?.serverProbe, { probes: 1 });
    if (!next) return;
    await grants.store(next, storedTokens('renewed', { dueInMs: later }), recovered);
    await grants.serverAnswered(next);
    await grants.serverAnswered(next);
    t.strictSame(toldOf(host), [`server_down ${host}`, `server_recovered ${host}`]);
    const rest = ids.filter((id) => id !== probe.grantId && id !== next.grantId);
    const early = await claimsAmong(rest);
    await fixture.wait(times.rearmSpread + 100);
    t.equal(early.length + (await claimsAmong(rest)).length, 1, 'who waited is due again');
    for (const { connection } of waiting) await unchanged(t, connection);
  });

  t.test('a reader may be the probe', async (t) => {
    const host = 'read.example';
    for (let i = 0; i < 3; i++) await fail(await connectAt(host));
    const { connection } = await connectAt(host);
    await claimsAmong([]);
    await fixture.wait(times.serverProbeFirst + 100);
    const claimed = await claimOne(fixture, connection);
    t.match(claimed, { kind: 'claimed', claim: { serverProbe: { probes: 0 } } });
    if (claimed.kind !== 'claimed') return;
    await grants.serverAnswered(claimed.claim);
    t.strictSame(toldOf(host), [`server_down ${host}`, `server_recovered ${host}`]);
  });

  for (const kind of ['server', 'client'] as const)
    t.test(`nothing is asked of a paused ${kind} until it is resumed`, async (t) => {
      const host = `paused-${kind}.example`;
      const short = storedTokens('short', { expiresInSeconds: 0 });
      const { connection, grantId } = await connectAt(host, short);
      const gone = await atHost(fixture, host, { beside: connection });
      const goneId = await connect(fixture, gone);
      const what = kind === 'server' ? { host } : { client: connection.client?.rowId ?? '' };
      await fixture.pause(what);
      await fixture.pause(what);
      for (let i = 0; i < 2; i++) t.strictSame(await claimsAmong([grantId, goneId]), []);
      t.strictSame(await claimOne(fixture, connection), { kind: 'paused' });
      await unchanged(t, connection);
      await disconnect(fixture, gone);
      const revocations = async () => {
        const claims = await grants.claimDueRevocations({ holder: 'suite', limit: 1000, times });
        return claims.filter((claim) => claim.grantId === goneId).length;
      };
      t.equal(await revocations(), 0);
      const elsewhere = await connectAt('not-paused.example');
      t.ok(await claimDue(fixture, elsewhere.grantId));

      await fixture.resume(what);
      await fixture.resume(what);
      t.equal(await revocations(), 1);
      const early = await claimsAmong([grantId]);
      await fixture.wait(times.rearmSpread + 100);
      t.equal(early.length + (await claimsAmong([grantId])).length, 1, 'it is due again');
      await unchanged(t, connection);
    });
}

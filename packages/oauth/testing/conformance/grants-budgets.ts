import type { Test } from 'tap';
import { tokenServerHost } from '../../src/provider/token-server-host.js';
import type { RateLimit } from '../../src/refresh/request-block.js';
import { claimDue, claimOne, connect, mustClaim, type SeededConnection, type StoreFixture } from './store-fixture.js';

/** A connection whose token endpoint is at a host that nothing else is at. */
export async function atHost(
  fixture: StoreFixture,
  host: string,
  options: { readonly beside?: SeededConnection; readonly rateLimit?: RateLimit } = {},
): Promise<SeededConnection> {
  const { beside, rateLimit } = options;
  const connection = await fixture.connection(beside ? { beside } : {});
  const { definition } = connection;
  const token = { ...definition.token, url: `https://${host}/token`, ...(rateLimit ? { rateLimit } : {}) };
  return { ...connection, definition: { ...definition, token } };
}

export async function budgetsConformance(t: Test, fixture: StoreFixture): Promise<void> {
  const { grants } = fixture;

  t.test('a client without a limit may ask as often as it likes', async (t) => {
    const connection = await atHost(fixture, 'endless.example');
    const claim = await mustClaim(fixture, await connect(fixture, connection));
    t.equal(tokenServerHost(claim), 'endless.example');
    for (let i = 0; i < 50; i++) t.strictSame(await grants.takeRequest(claim), { kind: 'taken' });
  });

  t.test('processes share a budget, in blocks; clients do not', async (t) => {
    const rateLimit = { requests: 40, seconds: 4 };
    const connection = await atHost(fixture, 'limited.example', { rateLimit });
    const other = await atHost(fixture, 'limited.example', { rateLimit });
    const claim = await mustClaim(fixture, await connect(fixture, connection));
    const processes = [grants, fixture.otherProcess()];
    const take = async () => {
      const taken = await Promise.all(processes.flatMap((one) => [one.takeRequest(claim), one.takeRequest(claim)]));
      return taken.filter(({ kind }) => kind === 'taken').length;
    };
    let taken = 0;
    for (let i = 0; i < 4; i++) taken += await take();
    t.ok(taken >= 1 && taken <= 8, `${taken} at once`);
    const [empty] = (await Promise.all(processes.map((one) => one.takeRequest(claim)))).filter(
      ({ kind }) => kind === 'empty',
    );
    t.match(empty, { kind: 'empty', waitMs: Number });
    const { client } = other;
    if (!client) return;
    const ofOther = {
      ...claim,
      organizationId: other.organizationId,
      terms: { ...claim.terms, clientRowId: client.rowId },
    };
    t.strictSame(await grants.takeRequest(ofOther), { kind: 'taken' });
    await fixture.wait(1000);
    t.ok((await take()) > 0, 'the next block');
  });

  t.test(
    'a budget that the provider empties keeps the client’s other grants there away, and nobody else',
    async (t) => {
      const first = await atHost(fixture, 'busy.example');
      const claim = await mustClaim(fixture, await connect(fixture, first));
      const second = await atHost(fixture, 'busy.example', { beside: first });
      const elsewhere = await atHost(fixture, 'idle.example', { beside: first });
      const stranger = await atHost(fixture, 'busy.example');
      await grants.settle(claim, { outcome: 'later', dueInMs: 60_000, emptyForMs: 1500 });
      t.match(await grants.takeRequest(claim), { kind: 'empty' }, 'who has claimed already asks no more');
      const waiting = await connect(fixture, second);
      t.notOk(await claimDue(fixture, waiting));
      t.strictSame(await claimOne(fixture, second), { kind: 'held' }, 'that is worth a reader’s wait');
      t.ok(await claimDue(fixture, await connect(fixture, elsewhere)));
      t.ok(await claimDue(fixture, await connect(fixture, stranger)));
      t.equal((await fixture.look(second)).status, 'active');
      await fixture.wait(1600);
      const again = await mustClaim(fixture, waiting);
      await grants.settle(again, { outcome: 'later', dueInMs: 60_000, emptyForMs: 60_000 });
      t.match(await claimOne(fixture, first), { kind: 'backing_off' }, 'and that is not');
    },
  );
}

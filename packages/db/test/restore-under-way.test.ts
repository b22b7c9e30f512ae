import type { Claim } from '@latchkey/oauth';
import { protocolTimes as times } from '@latchkey/oauth';
import t from 'tap';
import {
  claimSuspect,
  createAuthorizationSessions,
  createGrants,
  markSuspects,
  openRestoreGuard,
  readHeldSuspects,
  readRestoreGuard,
  shutRestoreGuard,
} from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someTokens, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const app = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };
const worker = createGrants(db.worker, steadyClock);
const claimAll = () => worker.claimDue({ holder: 'worker-1', limit: 100, times, takeover: 'allowed' });
const ask = (withheldMs = 0) =>
  claimSuspect(db.worker, steadyClock, { holder: 'recover', times, withheldMs, except: [] });
const heldSuspects = (withheldMs = 0, except: readonly string[] = []) =>
  readHeldSuspects(db.worker, { times, withheldMs, except });

/** Live grants that were refreshed an hour ago and are due now. */
async function connected(count: number) {
  const made = await Promise.all(
    Array.from({ length: count }, async () => {
      const seeded = await seedConnection(db.app);
      return { ...seeded, grantId: (await connect(app, seeded)).grantId };
    }),
  );
  await makeDue(made);
  return made;
}
async function makeDue(grants: readonly { readonly grantId: string }[]) {
  await db.admin.query(
    `UPDATE grant_clock SET refreshed_at = now() - interval '1 hour', due_at = now() - interval '1 minute'
     WHERE grant_id = ANY ($1)`,
    [grants.map(({ grantId }) => grantId)],
  );
}
const clockOf = async ({ grantId }: { readonly grantId: string }) =>
  (await db.admin.query('SELECT * FROM grant_clock WHERE grant_id = $1', [grantId])).rows[0];

async function shut(): Promise<Date> {
  await shutRestoreGuard(db.worker, new Date(Date.now() - 3_600_000));
  const { lastShut } = await readRestoreGuard(db.worker);
  if (!lastShut) throw new Error('it was shut');
  return lastShut.shutAt;
}

t.afterEach(async () => {
  await db.empty();
  await db.admin.query(`UPDATE restore_guard SET state = 'open', reason = NULL, shut_at = NULL`);
});

t.test('what a running process asks for is left to it until it has an answer', async (t) => {
  await connected(5);
  const claims = await claimAll();
  const [stored, refused, adopting, later, abandoned] = claims as [Claim, Claim, Claim, Claim, Claim];
  const tooLate = { ...adopting, attemptId: later.attemptId };
  await worker.keepAlternate(tooLate, someTokens('an alternate'), times.alternateLife);
  const shutAt = await shut();
  t.equal(await markSuspects(db.worker, shutAt), 5);
  await openRestoreGuard(db.worker, shutAt);
  for (const { grantId, attemptId } of claims)
    t.match(
      await clockOf({ grantId }),
      { duty: 'recover', is_ambiguous: true, attempt_id: attemptId, attempt_holder: 'worker-1', takeover_at: Date },
      'its open attempt is not taken away',
    );
  t.equal(await ask(), undefined, 'the recovery does not show the same refresh token meanwhile');
  const held = await heldSuspects();
  t.match(held, { suspects: 5 });
  t.ok(held && held.firstInMs > 60_000 && held.firstInMs <= held.lastInMs);
  t.equal(await heldSuspects(0, [stored.terms.server.name]), undefined);

  t.equal(await worker.store(stored, someTokens('generation 2'), { kind: 'recovered' }), 'stored');
  t.match(
    await clockOf(stored),
    { duty: 'refresh', due_reason: 'schedule', generation: 2, is_ambiguous: false, attempt_id: null },
    'a success shows that its refresh token was good',
  );
  await worker.settle(refused, { outcome: 'terminal' });
  t.match(await clockOf(refused), { duty: 'refresh', due_at: null }, 'who has ended waits for no recovery');
  t.equal(await worker.adoptAlternate(adopting), 'adopted');
  t.match(await clockOf(adopting), { duty: 'refresh', due_reason: 'retry', generation: 2 });
  await worker.settle(later, { outcome: 'later', dueInMs: 0 });
  t.match(await clockOf(later), { duty: 'recover', attempt_id: null }, 'who had no answer is a suspect still');
  t.equal((await ask())?.grantId, later.grantId);
  t.match(await heldSuspects(), { suspects: 1 });

  await db.admin.query(`UPDATE grant_clock SET takeover_at = now() - interval '2 s', crashes = 4 WHERE grant_id = $1`, [
    abandoned.grantId,
  ]);
  const { organizationId, connectionId } = abandoned;
  t.same(
    (await claimAll()).map(({ grantId }) => grantId),
    [adopting.grantId],
    'what its holder abandoned is taken over by the recovery only',
  );
  t.same(await app.grants.claimOne({ organizationId, connectionId, generation: 1, holder: 'api', times }), {
    kind: 'stopped',
  });
  t.match(await clockOf(abandoned), { duty: 'recover', attempt_id: abandoned.attemptId });
  t.equal(await heldSuspects(), undefined, 'free for who may take over');
  t.match(await heldSuspects(5000), { suspects: 1, firstInMs: 5000, lastInMs: 5000 });
  t.equal(await ask(5000), undefined);
  t.match(await ask(), { grantId: abandoned.grantId, earlierOutcome: 'ambiguous' });
  t.match(await clockOf(abandoned), { duty: 'refresh', attempt_holder: 'recover', crashes: 5 });
  t.equal(await heldSuspects(5000), undefined);
});

t.test('two recoveries at once: what is claimed once the guard is open is no suspect', async (t) => {
  const [grant] = (await connected(1)) as [Awaited<ReturnType<typeof connected>>[0]];
  await db.admin.query(`UPDATE grant_clock SET due_at = now() + interval '50 minutes'`);
  const shutAt = await shut(); // as both have read it
  t.equal(await markSuspects(db.worker, shutAt), 0);
  await openRestoreGuard(db.worker, shutAt);
  await makeDue([grant]);
  const [claim] = await claimAll();
  t.equal(await markSuspects(db.worker, shutAt), 0, 'the slower one marks nothing any more');
  t.match(await clockOf(grant), { duty: 'refresh', is_ambiguous: false, attempt_id: claim?.attemptId });

  const again = await shut();
  await openRestoreGuard(db.worker, shutAt);
  t.match(
    await readRestoreGuard(db.worker),
    { state: 'shut', lastShut: { shutAt: again } },
    'nor opens it for another',
  );
  t.equal(await markSuspects(db.worker, shutAt), 0);
  t.equal(await markSuspects(db.worker, again), 1);
});

t.test('the guard is not opened while suspects are being marked', async (t) => {
  const [grant] = (await connected(1)) as [Awaited<ReturnType<typeof connected>>[0]];
  const shutAt = await shut();
  const blocker = await db.admin.connect();
  t.teardown(() => blocker.release());
  await blocker.query('BEGIN');
  await blocker.query('SELECT FROM grant_clock WHERE grant_id = $1 FOR NO KEY UPDATE', [grant.grantId]);
  const waiting = async () =>
    (
      await db.admin.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      )
    ).rowCount ?? 0;
  const marking = markSuspects(db.worker, shutAt);
  while ((await waiting()) < 1);
  let isOpen = false;
  const opening = openRestoreGuard(db.worker, shutAt).then(() => {
    isOpen = true;
  });
  while (!isOpen && (await waiting()) < 2);
  t.notOk(isOpen, 'it waits for the marks');
  await blocker.query('COMMIT');
  t.equal(await marking, 1);
  await opening;
  t.match(await clockOf(grant), { duty: 'recover' });
});

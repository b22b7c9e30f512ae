import { randomUUID } from 'node:crypto';
import { protocolTimes as times } from '@latchkey/oauth';
import t from 'tap';
import {
  beatWitness,
  claimSuspect,
  countSuspects,
  createAuthorizationSessions,
  createGrants,
  markSuspects,
  openRestoreGuard,
  putSuspectBack,
  readHeldSuspects,
  readRestoreGuard,
  releaseRenewed,
  shutRestoreGuard,
  type WitnessMark,
} from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };
const witnessId = randomUUID();
let mark: WitnessMark | undefined;
const fenced = (login: 'app' | 'worker') =>
  createGrants(db[login], steadyClock, {
    fence: async () => {
      if (!mark) throw new Error('it has not beaten');
      return mark;
    },
  });
const claimAll = () => fenced('worker').claimDue({ holder: 'worker-1', limit: 100, times, takeover: 'allowed' });
const goBack = () => db.admin.query('UPDATE restore_witness SET beat = beat - 1 WHERE id = $1', [witnessId]);

/** A live grant whose clock is then changed. */
async function connected(assignments: string) {
  const seeded = await seedConnection(db.app);
  const { grantId } = await connect(ports, seeded);
  await db.admin.query(
    `UPDATE grant_clock SET refreshed_at = now() - interval '1 hour', ${assignments} WHERE grant_id = $1`,
    [grantId],
  );
  return { ...seeded, grantId };
}
const heldSuspects = () => readHeldSuspects(db.worker, { times, withheldMs: 0, except: [] });
const clockOf = async ({ grantId }: { readonly grantId: string }) =>
  (await db.admin.query('SELECT * FROM grant_clock WHERE grant_id = $1', [grantId])).rows[0];

const due = await connected(`due_at = now() - interval '1 minute'`);
const held = await connected(
  `attempt_id = gen_random_uuid(), attempt_holder = 'x', takeover_at = now() + interval '1 minute', due_at = now() + interval '1 hour'`,
);
const old = await connected(`due_at = now() + interval '1 minute', expires_at = now() + interval '10 minutes'`);
const young = await connected(`due_at = now() + interval '40 minutes', expires_at = now() + interval '1 hour'`);

t.test('a database that goes forward is trusted', async (t) => {
  for (const login of [db.app, db.worker, db.app]) {
    const before = mark?.beat ?? 0;
    const answer = await beatWitness(login, witnessId, mark);
    t.equal(answer.noticed, undefined);
    mark = answer.mark;
    t.equal(mark?.beat, before + 1);
  }
  const ahead = await beatWitness(db.worker, witnessId, mark);
  t.equal(ahead.shut, undefined, 'another process with the same witness');
  const [claim] = await claimAll();
  t.equal(claim?.grantId, due.grantId, 'by a mark that is a beat behind');
  if (claim) await ports.grants.settle(claim, { outcome: 'not_sent', dueInMs: 0 });
});

t.test('one that has gone back is not, by claims before by beats', async (t) => {
  await goBack();
  await goBack();
  t.same(await claimAll(), []);
  const { organizationId, connectionId } = due;
  const one = { organizationId, connectionId, generation: 1, holder: 'api', times };
  t.same(await fenced('app').claimOne(one), { kind: 'stopped' });
  t.same(await fenced('worker').claimDueRevocations({ holder: 'worker-1', limit: 1, times }), []);
  t.equal((await readRestoreGuard(db.worker)).state, 'open', 'nobody has said so yet');

  const seen = await beatWitness(db.app, witnessId, mark);
  t.match(seen, { noticed: 'restored', shut: { reason: 'went_back', shutAt: Date, knownUntil: Date } });
  const again = await beatWitness(db.app, randomUUID(), undefined);
  t.match(again, { noticed: undefined, mark: undefined, shut: { reason: 'went_back' } }, 'whoever comes is told');
  t.equal((await readRestoreGuard(db.worker)).state, 'shut');
});

t.test('suspects are set aside, claimed one by one, and put back', async (t) => {
  const { lastShut } = await readRestoreGuard(db.worker);
  if (!lastShut) throw new Error('it was shut');
  t.equal(await markSuspects(db.worker, lastShut.shutAt), 3);
  t.equal(await markSuspects(db.worker, lastShut.shutAt), 0);
  for (const suspect of [due, held, old]) t.match(await clockOf(suspect), { duty: 'recover', is_ambiguous: true });
  t.match(await clockOf(held), { attempt_id: String, attempt_holder: 'x' }, 'its holder may live');
  t.match(await clockOf(young), { duty: 'refresh', is_ambiguous: false });
  await openRestoreGuard(db.worker, lastShut.shutAt);
  mark = (await beatWitness(db.app, witnessId, mark)).mark;
  t.match(mark, { beat: 1 }, 'what was seen before binds nobody any more');
  t.same(await claimAll(), [], 'suspects are not due for anybody else');
  const { organizationId, connectionId } = due;
  const one = { organizationId, connectionId, generation: 1, holder: 'api', times };
  t.same(await fenced('app').claimOne(one), { kind: 'stopped' });

  const [{ provider = '' } = {}] = await countSuspects(db.worker);
  const claim = (except: readonly string[] = []) =>
    claimSuspect(db.worker, steadyClock, { holder: 'recover', times, withheldMs: 0, except });
  t.equal(await claim(), undefined, 'what was claimed in the time that is lost may still be under way');
  const waiting = await heldSuspects();
  t.match(waiting, { suspects: 3 });
  t.ok(waiting && waiting.firstInMs > 0 && waiting.firstInMs <= times.takeoverQuietAfterOutage);
  await db.admin.query(`UPDATE restore_guard SET shut_at = shut_at - interval '2 minutes'`);
  t.match(await heldSuspects(), { suspects: 1 });
  t.equal(await claim([provider]), undefined, 'a provider may be left alone');
  const first = await claim();
  t.match(first, { grantId: due.grantId, earlierOutcome: 'ambiguous', attempts: Number });
  if (!first) return;
  await ports.grants.settle(first, { outcome: 'later', dueInMs: 60_000 });
  await putSuspectBack(db.worker, first);
  t.match(await clockOf(due), { duty: 'recover', attempt_id: null });
  t.equal((await claim())?.grantId, old.grantId, 'the first is not due again before its time');
  t.equal(await claim(), undefined);
  await db.admin.query(`UPDATE grant_clock SET takeover_at = now() WHERE grant_id = $1`, [held.grantId]);
  t.equal((await claim())?.grantId, held.grantId, 'taken over in the end');
  await db.admin.query('UPDATE grant_clock SET refreshed_at = now() WHERE grant_id = $1', [due.grantId]);
  t.equal(await releaseRenewed(db.worker, lastShut.shutAt), 1, 'its tokens came after all');
  t.match(await clockOf(due), { duty: 'refresh', due_reason: 'schedule' });
});

t.test('a move to another server is trusted by those who remember', async (t) => {
  await db.admin.query(`UPDATE restore_guard SET server = 'elsewhere'`);
  t.match(await beatWitness(db.worker, witnessId, mark), { noticed: 'other_server', shut: undefined });
  await db.admin.query(`UPDATE restore_guard SET timeline = '00000000'`);
  t.match(await beatWitness(db.worker, witnessId, mark), { noticed: 'new_timeline', shut: undefined });
  await db.admin.query(`UPDATE restore_guard SET server = 'elsewhere'`);
  const stranger = await beatWitness(db.worker, randomUUID(), mark && { ...mark, databaseId: randomUUID() });
  t.match(stranger, { noticed: 'restored', shut: { reason: 'other_server' } });
  const { lastShut } = await readRestoreGuard(db.worker);
  if (lastShut) await openRestoreGuard(db.worker, lastShut.shutAt);
});

t.test('an operator may say so', async (t) => {
  await shutRestoreGuard(db.worker, new Date(Date.now() - 60_000));
  t.same(await claimAll(), []);
  t.match(await readRestoreGuard(db.worker), { state: 'shut', lastShut: { reason: 'operator' } });
});

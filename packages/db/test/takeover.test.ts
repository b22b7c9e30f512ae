import { type Claim, dividedTimes, protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createGrants, createTakeoverWatch } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someTokens, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());

const times = protocolTimes;
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };
const grants = createGrants(db.worker, steadyClock);
const connected = async () => {
  const seeded = await seedConnection(db.app);
  const { grantId } = await connect(ports, seeded);
  return { ...seeded, grantId };
};
const set = (grantId: string, assignments: string) =>
  db.admin.query(`UPDATE grant_clock SET ${assignments} WHERE grant_id = $1`, [grantId]);
const one = ({ organizationId, connectionId }: Awaited<ReturnType<typeof connected>>, from: typeof grants) =>
  from.claimOne({ organizationId, connectionId, generation: 1, holder: 'api-1', times });
// One test at a time owns what is due.
t.beforeEach(() => db.admin.query('UPDATE grant_clock SET due_at = NULL'));

t.test('after this process saw the store fail it takes nothing over for a while', async (t) => {
  const seeded = await connected();
  const shaken = createGrants(db.worker, steadyClock);
  await set(seeded.grantId, "due_at = now() - interval '60 s'");
  const quick = dividedTimes(times, 200); // quiet for 0.3 s
  const claimShaken = () => shaken.claimDue({ holder: 'w', limit: 10, times: quick, takeover: 'allowed' });
  const [claim] = await claimShaken();
  await set(seeded.grantId, "takeover_at = now() - interval '60 s'");
  await t.rejects(
    shaken.store({ ...(claim as Claim), generation: Number.NaN }, someTokens('x'), { kind: 'recovered' }),
  );
  t.same(await claimShaken(), []);
  await steadyClock.sleep(quick.takeoverQuietAfterOutage + 50);
  t.equal((await claimShaken()).length, 1);
});

t.test('a process that only reads learns of an outage by its reads', async (t) => {
  const seeded = await connected();
  await set(seeded.grantId, "due_at = now() - interval '60 s'");
  t.equal((await grants.claimDue({ holder: 'w', limit: 10, times, takeover: 'allowed' })).length, 1);
  await set(seeded.grantId, "takeover_at = now() - interval '60 s'");
  const door = createGrants(db.app, steadyClock);
  await t.rejects(door.read(seeded.organizationId, 'no such form of an id' as never));
  t.match(await one(seeded, door), { kind: 'held' }, 'whose holder may wait for the store, with the answer in memory');
  t.match(await one(seeded, createGrants(db.app, steadyClock)), { kind: 'claimed' });
});

t.test('after this process stood still it takes nothing over for a while', async (t) => {
  const seeded = await connected();
  let stoodStillUntil: number | undefined;
  const takeover = createTakeoverWatch(steadyClock, () => stoodStillUntil);
  const stopped = createGrants(db.worker, steadyClock, { takeover });
  const reader = createGrants(db.app, steadyClock, { takeover });
  await set(seeded.grantId, "due_at = now() - interval '60 s'");
  const claim = () => stopped.claimDue({ holder: 'w', limit: 10, times, takeover: 'allowed' });
  t.equal((await claim()).length, 1);
  await set(seeded.grantId, "takeover_at = now() - interval '60 s'");
  stoodStillUntil = steadyClock.monotonic();
  t.same(await claim(), [], 'it may hold the answer of the attempt itself');
  t.match(await one(seeded, reader), { kind: 'held' });
  stoodStillUntil -= times.takeoverQuietAfterOutage;
  t.match(await claim(), [{ earlierOutcome: 'ambiguous' }]);
});

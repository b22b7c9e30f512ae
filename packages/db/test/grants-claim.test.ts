import { type Claim, protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { openDueAttempts } from '../src/grants/open-attempt.js';
import { acrossTenantsSql, createAuthorizationSessions, createGrants } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someTokens, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());

const times = protocolTimes;
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions: createAuthorizationSessions(db.app) };
const grants = createGrants(db.worker, steadyClock);
const due = (limit = 100, takeover: 'allowed' | 'withheld' = 'allowed') =>
  grants.claimDue({ holder: 'worker-1', limit, times, takeover });
const connected = async (tokens = {}) => {
  const seeded = await seedConnection(db.app);
  const grant = await connect(ports, seeded, { tokens: someTokens('generation 1', tokens) });
  return { ...seeded, grantId: grant.grantId };
};
const clockOf = async (grantId: string) =>
  (await db.admin.query('SELECT * FROM grant_clock WHERE grant_id = $1', [grantId])).rows[0];
const set = (grantId: string, assignments: string) =>
  db.admin.query(`UPDATE grant_clock SET ${assignments} WHERE grant_id = $1`, [grantId]);
const one = (seeded: Awaited<ReturnType<typeof connected>>, generation = 1, from = ports.grants) =>
  from.claimOne({
    organizationId: seeded.organizationId,
    connectionId: seeded.connectionId,
    generation,
    holder: 'api-1',
    times,
  });
// One test at a time owns what is due.
t.beforeEach(() => db.admin.query('UPDATE grant_clock SET due_at = NULL'));

t.test('what is due is claimed once, oldest first, with everything that a refresh needs', async (t) => {
  const [first, second, later] = [await connected(), await connected(), await connected()];
  await set(second.grantId, "due_at = now() - interval '60 s'");
  await set(first.grantId, "due_at = now() - interval '120 s'");
  await set(later.grantId, "due_at = now() + interval '60 s'");
  const before = steadyClock.monotonic();
  const claims = await due(1);
  t.same(
    claims.map((claim) => claim.grantId),
    [first.grantId],
  );
  const claim = claims[0] as Claim;
  t.match(claim, {
    organizationId: first.organizationId,
    connectionId: first.connectionId,
    generation: 1,
    attempts: 1,
    earlierOutcome: 'known',
    earlierRefusal: 'none',
    terms: first.terms,
    client: { rowId: first.clientRowId, clientId: 'client-1', secrets: [{ rowId: first.clientSecretId }] },
  });
  t.equal(claim.failingSeconds, undefined);
  t.equal(Buffer.from(claim.tokenSet.envelope).toString(), 'generation 1');
  t.ok((claim.accessTokenSeconds as number) > 3500 && (claim.accessTokenSeconds as number) <= 3600);
  const reserve = times.requestTimeout + times.takeoverSlack;
  t.ok(claim.sendBefore >= before + times.takeoverMax - reserve, 'takeover is the longest for a fresh token');
  t.ok(claim.sendBefore <= steadyClock.monotonic() + times.takeoverMax - reserve, 'counted from before the claim');
  const clock = await clockOf(first.grantId);
  t.match(clock, {
    attempt_id: claim.attemptId,
    attempt_holder: 'worker-1',
    attempts: 1,
    crashes: 0,
    is_ambiguous: false,
  });
  t.same(
    (await due()).map((other) => other.grantId),
    [second.grantId],
  );
  t.same(await due(), []);
});

t.test('takeover waits for the remaining life of the access token, within its bounds', async (t) => {
  for (const [expiresInSeconds, expected] of [
    [3600, times.takeoverMax],
    [300, 300_000],
    [10, times.takeoverMin],
    [undefined, times.takeoverMin],
  ] as const) {
    const { grantId } = await connected(
      expiresInSeconds === undefined ? { expiresInSeconds: undefined } : { expiresInSeconds },
    );
    await set(grantId, "due_at = now() - interval '60 s'");
    await due();
    const { rows } = await db.admin.query(
      'SELECT extract(epoch FROM takeover_at - now())::float8 * 1000 AS ms FROM grant_clock WHERE grant_id = $1',
      [grantId],
    );
    t.ok(rows[0].ms <= expected && rows[0].ms > expected - 30_000, `${expiresInSeconds}: about ${expected} ms`);
  }
});

t.test('eight claims of one connection at once: one is claimed, seven are held', async (t) => {
  const seeded = await connected();
  const results = await Promise.all(Array.from({ length: 8 }, (_, i) => one(seeded, 1, i % 2 ? grants : ports.grants)));
  t.same(results.map((result) => result.kind).sort(), ['claimed', ...Array(7).fill('held')]);
});

t.test('eight workers at once share what is due without overlap', async (t) => {
  const seeded = [];
  for (let i = 0; i < 12; i++) seeded.push(await connected());
  for (const { grantId } of seeded) await set(grantId, "due_at = now() - interval '60 s'");
  const claims = (await Promise.all(Array.from({ length: 8 }, () => due(3)))).flat();
  t.equal(claims.length, 12);
  t.equal(new Set(claims.map((claim) => claim.grantId)).size, 12);
});

t.test('a row that somebody holds locked is skipped, not waited for', async (t) => {
  const [locked, free] = [await connected(), await connected()];
  for (const { grantId } of [locked, free]) await set(grantId, "due_at = now() - interval '60 s'");
  const client = await db.admin.connect();
  await client.query('BEGIN');
  await client.query('SELECT FROM grant_clock WHERE grant_id = $1 FOR UPDATE', [locked.grantId]);
  t.same(
    (await due()).map((claim) => claim.grantId),
    [free.grantId],
  );
  t.match(await one(locked), { kind: 'held' });
  await client.query('ROLLBACK');
  client.release();
  t.same(
    (await due()).map((claim) => claim.grantId),
    [locked.grantId],
  );
});

t.test(
  'an open attempt is taken over only when its time is over, and counts as a crash whose request may have left',
  async (t) => {
    const seeded = await connected();
    await set(seeded.grantId, "due_at = now() - interval '60 s'");
    const [first] = await due();
    t.same(await due(), []);
    t.match(await one(seeded), { kind: 'held' });
    await set(seeded.grantId, "takeover_at = now() - interval '60 s'");
    t.same(await due(100, 'withheld'), [], 'withheld');
    const [second] = await due();
    t.match(second, { attempts: 2, earlierOutcome: 'ambiguous', generation: 1 });
    t.not(second?.attemptId, first?.attemptId);
    t.ok((second as Claim).failingSeconds !== undefined);
    t.match(await clockOf(seeded.grantId), { crashes: 1, is_ambiguous: true });
    t.equal(
      await grants.settle(first as Claim, { outcome: 'later', dueInMs: 0 }),
      'fence_missed',
      'the former holder is out',
    );
    await set(seeded.grantId, "takeover_at = now() - interval '60 s'");
    t.match(
      await one(seeded),
      { kind: 'claimed', claim: { attempts: 3, earlierOutcome: 'ambiguous' } },
      'a reader takes over too',
    );
  },
);

t.test('the fifth crash sets the grant aside, with one event', async (t) => {
  const seeded = await connected();
  for (let crash = 0; crash < 6; crash++) {
    await set(
      seeded.grantId,
      "due_at = now() - interval '60 s', takeover_at = CASE WHEN attempt_id IS NOT NULL THEN now() - interval '60 s' END",
    );
    // One process looks for crashes every few seconds only: this is another one each time.
    const another = createGrants(db.worker, steadyClock);
    const claims = await another.claimDue({ holder: 'worker-1', limit: 100, times, takeover: 'allowed' });
    t.equal(claims.length, crash < 5 ? 1 : 0, `claim ${crash + 1}`);
  }
  t.match(await clockOf(seeded.grantId), { crashes: 5, attempt_id: null, due_at: null });
  const { rows } = await db.admin.query(
    `SELECT c.status, c.reason, e.kind, o.type FROM connection c JOIN connection_event e ON e.connection_id = c.id AND e.reason = 'crashed'
       JOIN webhook_outbox o ON o.connection_id = c.id AND o.type = 'connection.refresh_failed' WHERE c.id = $1`,
    [seeded.connectionId],
  );
  t.same(rows, [{ status: 'error', reason: 'crashed', kind: 'refresh_failed', type: 'connection.refresh_failed' }]);
});

t.test('claimOne wants the generation, a live grant, and no waiting time', async (t) => {
  const seeded = await connected();
  t.match(await one(seeded, 2), { kind: 'none' });
  await set(seeded.grantId, "attempts = 2, due_at = now() + interval '100 s'");
  const backing = await one(seeded);
  t.equal(backing.kind, 'backing_off');
  t.ok(backing.kind === 'backing_off' && backing.seconds > 60 && backing.seconds <= 100);
  await set(seeded.grantId, 'due_at = NULL');
  t.match(await one(seeded), { kind: 'backing_off' }, 'given up: not by itself');
  await set(seeded.grantId, "due_at = now() - interval '60 s'");
  t.match(await one(seeded), { kind: 'claimed', claim: { attempts: 3 } });
  await db.admin.query('UPDATE connection SET grant_id = NULL, status = $2 WHERE id = $1', [
    seeded.connectionId,
    'pending',
  ]);
  t.match(await one(seeded), { kind: 'none' });
});

t.test('under latchkey_app nothing crosses tenants', async (t) => {
  const { grantId } = await connected();
  await set(grantId, "due_at = now() - interval '60 s'");
  t.same(await ports.grants.claimDue({ holder: 'api', limit: 10, times, takeover: 'allowed' }), []);
  t.same(await ports.grants.claimDueRevocations({ holder: 'api', limit: 10, times }), []);
});

t.test('a claim is a HOT update', async (t) => {
  const seeded = [];
  for (let i = 0; i < 10; i++) seeded.push(await connected());
  for (const { grantId } of seeded) await set(grantId, "due_at = now() - interval '60 s'");
  await db.admin.query('VACUUM grant_clock');
  // Counted by this session: the server's counters of all sessions arrive when they please.
  const counted = await acrossTenantsSql(db.worker, async (client) => {
    const count = async () =>
      (
        await client.query<{ all: number; hot: number }>(
          `SELECT n_tup_upd::int AS all, n_tup_hot_upd::int AS hot FROM pg_stat_xact_user_tables WHERE relname = 'grant_clock'`,
        )
      ).rows[0] as { all: number; hot: number };
    const before = await count();
    const opened = await openDueAttempts(client, {
      duty: 'refresh',
      holder: 'w',
      limit: 10,
      times,
      takeover: 'allowed',
    });
    const after = await count();
    return { opened: opened.length, all: after.all - before.all, hot: after.hot - before.hot };
  });
  t.same(counted, { opened: 10, all: 10, hot: 10 });
});

t.test('a grant that nobody reads says so, where its config refreshes only what is used', async (t) => {
  const seeded = await connected();
  const unusedAgain = async () => {
    await set(
      seeded.grantId,
      `due_at = now() - interval '1 s', attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL, attempts = 0`,
    );
    return (await due())[0]?.unused?.refreshedSecondsAgo;
  };
  const policy = (value: string) =>
    db.admin.query('UPDATE connection_config SET refresh_policy = $2 WHERE id = $1', [
      seeded.connectionConfigId,
      value,
    ]);
  await db.admin.query(`UPDATE "grant" SET created_at = now() - interval '3 days' WHERE id = $1`, [seeded.grantId]);
  await set(seeded.grantId, "refreshed_at = now() - interval '1 hour', due_reason = 'schedule'");
  t.equal(await unusedAgain(), undefined, 'always');
  await policy('when_used');
  const ago = (await unusedAgain()) ?? 0;
  t.ok(ago >= 3600 && ago < 3700, `refreshed ${ago} s ago`);
  await set(seeded.grantId, "due_reason = 'forced'");
  t.equal(await unusedAgain(), undefined, 'somebody asked for it');
  await set(seeded.grantId, "due_reason = 'schedule', last_read_at = now() - interval '23 hours'");
  t.equal(await unusedAgain(), undefined, 'read within a day');
  await set(
    seeded.grantId,
    "last_read_at = now() - interval '25 hours', attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL",
  );
  t.type(await unusedAgain(), 'number');
  await set(seeded.grantId, 'attempt_id = NULL, attempt_holder = NULL, takeover_at = NULL, attempts = 0');
  const claimed = await one(seeded);
  t.equal(claimed.kind === 'claimed' && claimed.claim.unused, undefined, 'a reader uses it');
});

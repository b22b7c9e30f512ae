import { protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createGrants } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someTokens, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const grants = createGrants(db.worker, steadyClock);
const ports = { grants, authorizationSessions: createAuthorizationSessions(db.worker) };
const recovered = { kind: 'recovered' } as const;

/** Grants of an organization each, claimed across tenants as the worker does. */
async function claimed(count: number) {
  const made = [];
  for (let i = 0; i < count; i++) {
    const seeded = await seedConnection(db.app);
    const { grantId } = await connect(ports, seeded, { tokens: someTokens('generation 1', { dueInMs: 0 }) });
    made.push({ seeded, grantId });
  }
  const claims = await grants.claimDue({ holder: 'h', limit: 100, times: protocolTimes, takeover: 'allowed' });
  return made.map((one) => {
    const claim = claims.find(({ grantId }) => grantId === one.grantId);
    if (!claim) throw new Error('not claimed');
    return { ...one, claim };
  });
}

const clockOf = async (grantId: string) =>
  (await db.admin.query('SELECT * FROM grant_clock WHERE grant_id = $1', [grantId])).rows[0];
const tokenOf = async (grantId: string) =>
  String((await db.admin.query('SELECT token_set FROM grant_token WHERE grant_id = $1', [grantId])).rows[0].token_set);

t.test('answers of several tenants that come together are stored together, each by its own fence', async (t) => {
  const [plain, late, failed, unknown] = await claimed(4);
  if (!plain || !late || !failed || !unknown) throw new Error('nothing was claimed');
  await grants.store(late.claim, someTokens('sooner'), recovered);
  await db.admin.query(`UPDATE connection SET status = 'error', reason = 'provider_unavailable' WHERE id = $1`, [
    failed.seeded.connectionId,
  ]);
  const scopes = ['a "quoted" \\ one', 'b,c', 'NULL', ''];
  const stored = await Promise.all([
    grants.store(plain.claim, someTokens('plain 2', { grantedScopes: scopes }), recovered),
    grants.store(late.claim, someTokens('late'), recovered),
    grants.store(failed.claim, someTokens('failed 2'), recovered),
    grants.store(
      unknown.claim,
      { tokenSet: someTokens('unknown 2').tokenSet, hasRefreshToken: 'no', elapsedMs: 5 },
      recovered,
    ),
  ]);
  t.same(stored, ['stored', 'fence_missed', 'stored', 'stored']);
  t.match(await clockOf(plain.grantId), {
    generation: 2,
    stored_by: plain.claim.attemptId,
    attempt_id: null,
    attempts: 0,
    due_reason: 'schedule',
    lifetime_seconds: 3600,
    has_refresh_token: true,
  });
  t.equal(await tokenOf(plain.grantId), 'plain 2');
  t.equal(await tokenOf(late.grantId), 'sooner', 'the late one is not stored');
  const { rows } = await db.admin.query('SELECT granted_scopes FROM "grant" WHERE id = $1', [plain.grantId]);
  t.same(rows[0].granted_scopes, scopes, 'text for text');
  t.match(await clockOf(unknown.grantId), {
    due_at: null,
    due_reason: null,
    expires_at: null,
    has_refresh_token: false,
  });
  const connection = await db.admin.query('SELECT status, reason FROM connection WHERE id = $1', [
    failed.seeded.connectionId,
  ]);
  t.same(connection.rows, [{ status: 'active', reason: null }]);
  const events = await db.admin.query('SELECT kind FROM connection_event WHERE connection_id = $1 ORDER BY id', [
    failed.seeded.connectionId,
  ]);
  t.equal(events.rows.at(-1).kind, 'recovered');
});

t.test('an answer that cannot be stored keeps nobody else from being stored', async (t) => {
  const [good, bad] = await claimed(2);
  if (!good || !bad) throw new Error('nothing was claimed');
  const outcomes = await Promise.allSettled([
    grants.store(good.claim, someTokens('good 2'), recovered),
    grants.store(bad.claim, someTokens('bad 2', { expiresInSeconds: Number.NaN }), recovered),
  ]);
  t.same(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
  t.equal((await clockOf(good.grantId)).generation, 2);
  t.equal((await clockOf(bad.grantId)).generation, 1);
  t.equal(await tokenOf(bad.grantId), 'generation 1');
});

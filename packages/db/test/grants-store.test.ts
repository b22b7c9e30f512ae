import { type Claim, protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createGrants, newId } from '../src/index.js';
import {
  connect,
  openFreshDatabase,
  type SeededConnection,
  seedConnection,
  someTokens,
  steadyClock,
} from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const times = protocolTimes;
const clockOf = async (grantId: string) =>
  (
    await db.admin.query(
      `SELECT *, extract(epoch FROM expires_at - now())::float8 AS expires_in, extract(epoch FROM due_at - now())::float8 AS due_in
         FROM grant_clock WHERE grant_id = $1`,
      [grantId],
    )
  ).rows[0];
const connectionOf = async (seeded: SeededConnection) =>
  (await db.admin.query('SELECT * FROM connection WHERE id = $1', [seeded.connectionId])).rows[0];
const eventsOf = async (seeded: SeededConnection) =>
  (
    await db.admin.query('SELECT kind, reason FROM connection_event WHERE connection_id = $1 ORDER BY id', [
      seeded.connectionId,
    ])
  ).rows.slice(2); // started, connected
const outboxOf = async (seeded: SeededConnection) =>
  (
    await db.admin.query('SELECT type FROM webhook_outbox WHERE connection_id = $1 ORDER BY id', [seeded.connectionId])
  ).rows
    .slice(1)
    .map((row) => row.type); // connected
const recovered = { kind: 'recovered' } as const;

for (const [login, opened] of Object.entries({ app: db.app, worker: db.worker })) {
  const grants = createGrants(opened, steadyClock);
  const ports = { grants, authorizationSessions: createAuthorizationSessions(opened) };
  const claimed = async () => {
    const seeded = await seedConnection(db.app);
    const grant = await connect(ports, seeded);
    const claim = await claimAgain(seeded, 1);
    return { seeded, grantId: grant.grantId, claim };
  };
  const claimAgain = async (seeded: SeededConnection, generation: number): Promise<Claim> => {
    const { organizationId, connectionId } = seeded;
    const result = await grants.claimOne({ organizationId, connectionId, generation, holder: 'h', times });
    if (result.kind !== 'claimed') throw new Error(result.kind);
    return result.claim;
  };

  t.test(`${login}: store writes the next generation and closes the attempt`, async (t) => {
    const { seeded, grantId, claim } = await claimed();
    t.same(await grants.storedBy(claim), { generation: 1 });
    const tokens = someTokens('generation 2', {
      expiresInSeconds: 600,
      elapsedMs: 10_000,
      dueInMs: 400_000,
      grantedScopes: ['read'],
    });
    t.equal(await grants.store(claim, tokens, recovered), 'stored');
    const clock = await clockOf(grantId);
    t.match(clock, {
      generation: 2,
      stored_by: claim.attemptId,
      attempt_id: null,
      takeover_at: null,
      attempts: 0,
      lifetime_seconds: 600,
      due_reason: 'schedule',
    });
    t.ok(clock.expires_in > 530 && clock.expires_in <= 590, 'validity counts from the moment of sending');
    t.ok(clock.due_in > 340 && clock.due_in <= 400);
    t.same(await grants.storedBy(claim), { generation: 2, attemptId: claim.attemptId });
    const read = await grants.read(seeded.organizationId, seeded.connectionId);
    t.match(read, {
      status: 'active',
      grant: {
        grantId,
        generation: 2,
        grantedScopes: ['read'],
        requestedScopes: ['read', 'write'],
        lifetimeSeconds: 600,
        hasRefreshToken: 'yes',
        exposeMembers: ['team'],
        context: { realmId: '42' },
      },
    });
    t.equal(Buffer.from(read?.grant?.tokenSet.envelope as Uint8Array).toString(), 'generation 2');
    t.same(await eventsOf(seeded), [], 'nothing is written when all is well');
  });

  t.test(`${login}: the fence lets one store of a generation pass`, async (t) => {
    const { claim, seeded } = await claimed();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        grants.store({ ...claim, attemptId: newId<Claim['attemptId']>() }, someTokens(`try ${i}`), recovered),
      ),
    );
    t.same(results.sort(), [...Array(7).fill('fence_missed'), 'stored']);
    t.equal(await grants.store(claim, someTokens('late'), recovered), 'fence_missed', 'a lost reply, asked again');
    t.equal((await grants.read(seeded.organizationId, seeded.connectionId))?.grant?.generation, 2);
  });

  t.test(`${login}: an answer is stored although somebody took over meanwhile`, async (t) => {
    const { claim, seeded, grantId } = await claimed();
    await db.admin.query("UPDATE grant_clock SET takeover_at = now() - interval '60 s' WHERE grant_id = $1", [grantId]);
    const taker = await claimAgain(seeded, 1);
    t.equal(await grants.store(claim, someTokens('from the first'), recovered), 'stored');
    t.equal(await grants.store(taker, someTokens('from the second'), recovered), 'fence_missed');
    t.equal((await grants.storedBy(taker))?.attemptId, claim.attemptId);
    t.equal(await grants.settle(taker, { outcome: 'later', dueInMs: 1 }), 'fence_missed');
  });

  t.test(`${login}: unknown times stay unknown, absurd ones do not overflow, old scopes stay`, async (t) => {
    const { seeded, grantId, claim } = await claimed();
    const { expiresInSeconds, dueInMs, grantedScopes, ...unknown } = someTokens('unknown');
    t.equal(await grants.store(claim, { ...unknown, hasRefreshToken: 'no' }, recovered), 'stored');
    t.match(await clockOf(grantId), {
      expires_at: null,
      lifetime_seconds: null,
      due_at: null,
      due_reason: null,
      has_refresh_token: false,
    });
    const read = await grants.read(seeded.organizationId, seeded.connectionId);
    t.same(read?.grant?.grantedScopes, ['read', 'write']);
    t.notOk(read?.grant && ('accessTokenSeconds' in read.grant || 'expiresAt' in read.grant));
    t.equal(
      await grants.store(
        await claimAgain(seeded, 2),
        someTokens('absurd', { expiresInSeconds: 1e300, dueInMs: 1e300, grantedScopes: ['a\u0000b'] }),
        recovered,
      ),
      'stored',
    );
    t.match(await clockOf(grantId), { generation: 3, lifetime_seconds: 2147483647 });
  });

  t.test(`${login}: a good store turns an error back to active, once, with the event`, async (t) => {
    const { seeded, claim } = await claimed();
    const error = {
      reason: 'provider_unavailable',
      event: { kind: 'refresh_failed', reason: 'provider_unavailable', details: { status: '500' } },
    } as const;
    t.equal(await grants.settle(claim, { outcome: 'later', dueInMs: 0, error }), 'settled');
    t.match(await connectionOf(seeded), {
      status: 'error',
      reason: 'provider_unavailable',
      last_failure_error: 'provider_unavailable',
      last_failure_details: { status: '500' },
    });
    const second = await claimAgain(seeded, 1);
    await grants.settle(second, { outcome: 'later', dueInMs: 0, error });
    t.same(
      await eventsOf(seeded),
      [{ kind: 'refresh_failed', reason: 'provider_unavailable' }],
      'one event for one reason',
    );
    t.equal(await grants.store(await claimAgain(seeded, 1), someTokens('good'), recovered), 'stored');
    t.match(await connectionOf(seeded), { status: 'active', reason: null });
    t.equal(await grants.store(await claimAgain(seeded, 2), someTokens('good again'), recovered), 'stored');
    t.same(await eventsOf(seeded), [
      { kind: 'refresh_failed', reason: 'provider_unavailable' },
      { kind: 'recovered', reason: null },
    ]);
    t.same(await outboxOf(seeded), ['connection.refresh_failed', 'connection.recovered']);
  });

  t.test(`${login}: each settlement leaves what the next attempt must know`, async (t) => {
    const { seeded, grantId, claim } = await claimed();
    t.equal(await grants.settle(claim, { outcome: 'not_sent', dueInMs: 0 }), 'settled');
    t.match(await clockOf(grantId), {
      attempts: 0,
      attempt_id: null,
      failing_since: null,
      is_ambiguous: false,
      is_refusal_unconfirmed: false,
    });

    let next = await claimAgain(seeded, 1);
    t.equal(next.attempts, 1, 'what was not sent does not count');
    await grants.settle(next, { outcome: 'refusal_unconfirmed', dueInMs: 0 });
    next = await claimAgain(seeded, 1);
    t.match(next, { attempts: 2, earlierRefusal: 'unconfirmed', earlierOutcome: 'known' });
    t.ok((next.failingSeconds as number) >= 0);
    await grants.settle(next, { outcome: 'ambiguous', dueInMs: 0 });
    next = await claimAgain(seeded, 1);
    t.match(next, { attempts: 3, earlierRefusal: 'unconfirmed', earlierOutcome: 'ambiguous' });
    t.equal(
      await grants.settle({ ...next, attemptId: newId<Claim['attemptId']>() }, { outcome: 'later' }),
      'fence_missed',
    );
    t.equal(await grants.settle({ ...next, generation: 2 }, { outcome: 'later' }), 'fence_missed');
    await grants.settle(next, {
      outcome: 'terminal',
      error: {
        reason: 'rotation_response_lost',
        event: { kind: 'reauthorization_required', reason: 'rotation_response_lost' },
      },
    });
    t.match(await clockOf(grantId), { due_at: null, due_reason: null, attempts: 3 });
    t.match(await connectionOf(seeded), { status: 'error', reason: 'rotation_response_lost', grant_id: grantId });
  });

  t.test(`${login}: repeating create with the same grant id is harmless`, async (t) => {
    const seeded = await seedConnection(db.app);
    await db.admin.query("UPDATE instance_link SET health = 'failed', health_message = 'no' WHERE connection_id = $1", [
      seeded.connectionId,
    ]);
    const grant = await connect(ports, seeded);
    await grants.store(await claimAgain(seeded, 1), someTokens('generation 2'), recovered);
    await grants.create(grant, { kind: 'connected' });
    t.equal((await grants.read(seeded.organizationId, seeded.connectionId))?.grant?.generation, 2);
    t.same(await eventsOf(seeded), []);
    const { rows } = await db.admin.query(
      `SELECT c.status, c.grant_id = g.id AS holds, g.account_label, g.account_subject, s.outcome, l.health, l.health_message
         FROM connection c JOIN "grant" g ON g.connection_id = c.id JOIN authorization_session s ON s.id = g.authorization_session_id
         JOIN instance_link l ON l.connection_id = c.id WHERE c.id = $1`,
      [seeded.connectionId],
    );
    t.same(rows, [
      {
        status: 'active',
        holds: true,
        account_label: 'Ada',
        account_subject: 'ada-1',
        outcome: { kind: 'succeeded' },
        health: 'unused',
        health_message: null,
      },
    ]);
  });

  t.test(`${login}: create takes whatever a provider sends as context, account and scopes`, async (t) => {
    const seeded = await seedConnection(db.app);
    await connect(ports, seeded, {
      context: { 'a\u0000': '\ud800' },
      account: { label: 'nul \u0000', subject: 'x'.repeat(10_000) },
      tokens: someTokens('t', { grantedScopes: ['\u0000', 'x'.repeat(10_000)] }),
    });
    t.same((await grants.read(seeded.organizationId, seeded.connectionId))?.grant?.context, { 'a\ufffd': '\ufffd' });
  });
}

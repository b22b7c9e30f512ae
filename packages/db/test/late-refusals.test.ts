import { type Claim, type Settlement, protocolTimes as times } from '@latchkey/oauth';
import type pg from 'pg';
import t from 'tap';
import { createAuthorizationSessions, createGrants, inTenant } from '../src/index.js';
import { rearm } from '../src/management/config-clients.js';
import { connect, openFreshDatabase, seedConnection, steadyClock } from '../src/testing/index.js';

// A refusal of the client that is settled while the client is found accepted: whichever commits first, its grant is due again.

const db = await openFreshDatabase();
t.teardown(() => db.close());
const grants = createGrants(db.worker, steadyClock);
const ports = { grants, authorizationSessions: createAuthorizationSessions(db.app) };
const claimDue = (limit: number) => grants.claimDue({ holder: 'h', limit, times, takeover: 'allowed' });
const refused: Settlement = {
  outcome: 'client_misconfigured',
  client: { probeInMs: 20_000, details: { error: 'invalid_client' } },
};

/** Two grants of one client: one was refused, the other's request is still under way. */
async function refusedOnce() {
  const seeded = await seedConnection(db.app);
  const second = await seedConnection(db.app, seeded.organizationId);
  const ids = [
    (await connect(ports, seeded)).grantId,
    (await connect(ports, second, { terms: seeded.terms })).grantId,
  ] as const;
  await db.admin.query('UPDATE grant_clock SET due_at = now() WHERE grant_id = ANY ($1)', [ids]);
  const claims = await claimDue(10);
  const [first, late] = ids.map((id) => claims.find(({ grantId }) => grantId === id));
  if (!first || !late) throw new Error('not both were claimed');
  await grants.settle(first, refused);
  return { seeded, first, late };
}
const stateOf = async ({ terms }: Claim) =>
  (await db.admin.query('SELECT state FROM client WHERE id = $1', [terms.clientRowId])).rows[0].state;
const clockOf = async ({ grantId }: Claim) =>
  (
    await db.admin.query(
      `SELECT due_reason, due_at > now() AS is_later, attempt_id, c.status FROM grant_clock k
         JOIN connection c ON c.grant_id = k.grant_id WHERE k.grant_id = $1`,
      [grantId],
    )
  ).rows[0];

/** Holds a row until it is told to let go. */
async function holding(statement: string, values: readonly unknown[]): Promise<() => Promise<void>> {
  const client: pg.PoolClient = await db.admin.connect();
  await client.query('BEGIN');
  await client.query(statement, [...values]);
  return async () => {
    await client.query('COMMIT');
    client.release();
  };
}

/** Until so many of our statements wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = await db.admin.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name LIKE 'test-%'`,
    );
    if ((rows[0]?.waiting ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never ${count} that wait`);
}

t.test('a probe that is accepted waits for a refusal that is being settled', async (t) => {
  const { first, late } = await refusedOnce();
  // The refusal's transaction has written its clock, and comes no further.
  const letGo = await holding('SELECT FROM connection WHERE id = $1 FOR UPDATE', [late.connectionId]);
  const settled = grants.settle(late, refused);
  await untilWaiting(1);
  let recovery: 'waits' | 'done' = 'waits';
  const recovered = grants.recoverClient(first).then(() => {
    recovery = 'done';
  });
  await Promise.race([untilWaiting(2), recovered]);
  await claimDue(0); // finds nothing of it, whether the client recovers already or not
  t.equal(recovery, 'waits');
  await letGo();
  t.equal(await settled, 'settled');
  await recovered;
  await claimDue(0);
  t.equal(await stateOf(late), 'ok');
  t.match(await clockOf(late), { due_reason: 'schedule', is_later: true, attempt_id: null, status: 'active' });
});

t.test('a refusal that waits for the recovery finds the client accepted', async (t) => {
  const { seeded, first, late } = await refusedOnce();
  const letGo = await holding("UPDATE client SET state = 'recovering', probe_at = NULL WHERE id = $1", [
    seeded.clientRowId,
  ]);
  const settled = grants.settle(late, refused);
  await untilWaiting(1);
  await letGo();
  t.equal(await settled, 'settled');
  t.equal(await stateOf(late), 'recovering');
  t.match(await clockOf(late), { due_reason: 'retry', is_later: true, attempt_id: null, status: 'active' });
  await claimDue(0);
  t.equal(await stateOf(late), 'ok');
  t.match(await clockOf(first), { due_reason: 'schedule', status: 'active' });
});

t.test('claims wait for no client that somebody has locked', async (t) => {
  const { seeded } = await refusedOnce();
  const other = await seedConnection(db.app);
  const { grantId } = await connect(ports, other);
  await db.admin.query('UPDATE grant_clock SET due_at = now() WHERE grant_id = $1', [grantId]);
  const letGo = await holding('SELECT FROM client WHERE id = $1 FOR UPDATE', [seeded.clientRowId]);
  // It would end with the statement's time-out.
  const claims = await claimDue(10).finally(letGo);
  t.ok(claims.some((claim) => claim.grantId === grantId));
});

t.test(
  'settlements, probes, recoveries and changed secrets of one client never wait for each other in a circle',
  async (t) => {
    const { seeded } = await refusedOnce();
    const more = await Promise.all(Array.from({ length: 8 }, () => seedConnection(db.app, seeded.organizationId)));
    for (const one of more) await connect(ports, one, { terms: seeded.terms });
    const mine = (claims: readonly Claim[]) => claims.filter(({ terms }) => terms.clientRowId === seeded.clientRowId);
    for (let round = 0; round < 15; round++) {
      await db.admin.query(
        `UPDATE grant_clock SET due_at = now() - interval '1 s', due_reason = 'schedule', attempt_id = NULL,
         attempt_holder = NULL, takeover_at = NULL WHERE client_row_id = $1`,
        [seeded.clientRowId],
      );
      await db.admin.query("UPDATE client SET state = 'ok' WHERE id = $1", [seeded.clientRowId]);
      const claims = mine(await claimDue(100));
      const [probe] = claims;
      if (!probe) throw new Error('nothing was claimed');
      await Promise.all([
        ...claims.map((claim) => grants.settle(claim, refused)),
        claimDue(100),
        grants.recoverClient(probe),
        inTenant(db.app, seeded.organizationId, (tx) => rearm(tx, seeded.organizationId, seeded.clientRowId)),
        claimDue(100),
        grants.recoverClient(probe),
      ]);
      await grants.recoverClient(probe);
      await claimDue(0);
      await claimDue(0);
      const { rows } = await db.admin.query(
        'SELECT count(*)::int AS n FROM grant_clock WHERE client_row_id = $1 AND due_at IS NULL AND attempt_id IS NULL',
        [seeded.clientRowId],
      );
      t.equal(rows[0].n, 0, `round ${round}`);
    }
  },
);

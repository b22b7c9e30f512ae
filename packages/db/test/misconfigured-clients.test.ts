import { protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createGrants, inTenant } from '../src/index.js';
import { rearm } from '../src/management/config-clients.js';
import { connect, openFreshDatabase, seedConnection, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const grants = createGrants(db.worker, steadyClock);
const ports = { grants, authorizationSessions: createAuthorizationSessions(db.app) };
const claimDue = (limit: number) => grants.claimDue({ holder: 'h', limit, times: protocolTimes, takeover: 'allowed' });
const count = async (where: string) =>
  (await db.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM grant_clock WHERE ${where}`)).rows[0]?.n;
/** More than one statement touches. */
const copies = 6000;

const seeded = await seedConnection(db.app);
const { grantId } = await connect(ports, seeded);
// Only its own grant shows on the connection; the copies are grants as of many others.
await db.admin.query(
  `WITH made AS (
     INSERT INTO "grant" (organization_id, id, connection_id, state, terms, client_row_id, redirect_uri, definition_version,
       requested_scopes, granted_scopes, context)
     SELECT organization_id, gen_random_uuid(), connection_id, state, terms, client_row_id, redirect_uri,
       definition_version, requested_scopes, granted_scopes, context FROM "grant", generate_series(1, ${copies})
     RETURNING organization_id, id, client_row_id
   ), tokens AS (
     INSERT INTO grant_token (organization_id, grant_id, slot, token_set) SELECT organization_id, id, 'main', '\\x00' FROM made
   ) INSERT INTO grant_clock (organization_id, grant_id, client_row_id, due_at, due_reason, refreshed_at, expires_at,
       lifetime_seconds, has_refresh_token)
   SELECT organization_id, id, client_row_id, now() - interval '10 s', 'schedule', now() - interval '50 min',
     now() + interval '10 min', 3600, true FROM made`,
);
await db.admin.query("UPDATE grant_clock SET due_at = now() - interval '60 s'");

t.test('what is due of a refused client is set aside by one claim, however much it is', async (t) => {
  const [claim] = await claimDue(1);
  if (!claim) throw new Error('nothing is due');
  await grants.settle(claim, {
    outcome: 'client_misconfigured',
    client: { probeInMs: 3_600_000, details: { error: 'invalid_client', description: 'no such \u0000 client' } },
  });
  t.equal((await claimDue(100)).length, 0);
  t.equal(await count("due_at IS NULL AND due_reason = 'client'"), copies + 1);
  const { rows } = await db.admin.query(
    "SELECT type, connection_id, payload FROM webhook_outbox WHERE type LIKE 'client.%'",
  );
  t.equal(rows.length, 1);
  t.match(rows[0], {
    type: 'client.misconfigured',
    connection_id: null,
    payload: {
      connectionConfigId: seeded.connectionConfigId,
      environment: seeded.environment,
      details: { error: 'invalid_client' },
    },
  });
  t.equal(
    (await db.admin.query('SELECT reason FROM connection WHERE grant_id = $1', [grantId])).rows[0].reason,
    'client_misconfigured',
  );
});

t.test('a changed secret is tried at once, by one grant; then all are due again, spread', async (t) => {
  await inTenant(db.app, seeded.organizationId, (tx) => rearm(tx, seeded.organizationId, seeded.clientRowId));
  const [probe, ...more] = await claimDue(100);
  t.strictSame(more, []);
  t.strictSame(probe?.probe, { probes: 0 });
  if (!probe) return;
  await grants.settle(probe, { outcome: 'later', dueInMs: 3_600_000 });
  await grants.recoverClient(probe);
  t.ok((await claimDue(100)).length < 100, 'no crowd');
  await claimDue(0);
  t.equal(await count("due_reason = 'client'"), 0);
  t.equal((await db.admin.query('SELECT state FROM client WHERE id = $1', [seeded.clientRowId])).rows[0].state, 'ok');
  // Ten minutes were left: none is due after 85 % of that, and no minute has much more than its share.
  const { rows } = await db.admin.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM grant_clock WHERE due_reason = 'schedule' AND attempt_id IS NULL AND grant_id <> '${grantId}'
     GROUP BY floor(extract(epoch FROM due_at - now()) / 60) ORDER BY 1 DESC`,
  );
  t.ok(rows.length <= 10 && rows.length >= 8, `${rows.length} minutes`);
  t.ok((rows[0]?.n ?? 0) < (copies / 7.75) * 1.2, `at most ${rows[0]?.n} in a minute`);
});

import { type OrganizationId, protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createGrants } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, steadyClock } from '../src/testing/index.js';

// More clients that may not be asked than one look before a claim lists.

const db = await openFreshDatabase();
t.teardown(() => db.close());
const grants = createGrants(db.worker, steadyClock);
const ports = { grants, authorizationSessions: createAuthorizationSessions(db.app) };
const claimDue = (limit: number) => grants.claimDue({ holder: 'h', limit, times: protocolTimes, takeover: 'allowed' });

// Before any other in every order that a plan may take.
const crowd = '00000000-0000-7000-8000-000000000000' as OrganizationId;
await db.admin.query("INSERT INTO organization (id, name) VALUES ($1, 'Crowd')", [crowd]);
const { connectionConfigId, environment } = await seedConnection(db.app, crowd);
await db.admin.query(
  `INSERT INTO client (organization_id, id, connection_config_id, environment, client_id, state, probe_at, paused_at)
   SELECT $1, gen_random_uuid(), $2, $3, 'client ' || n, 'misconfigured', now() + interval '1 hour',
     CASE WHEN n > 1001 THEN now() END FROM generate_series(1, 2002) n`,
  [crowd, connectionConfigId, environment],
);

/** A grant that waits for its client, which is in this state. */
async function waiting(state: string) {
  const { clientRowId, ...seeded } = await seedConnection(db.app);
  const { grantId } = await connect(ports, { ...seeded, clientRowId });
  await db.admin.query("UPDATE grant_clock SET due_at = NULL, due_reason = 'client' WHERE grant_id = $1", [grantId]);
  await db.admin.query('UPDATE client SET state = $2, probe_at = now() WHERE id = $1', [clientRowId, state]);
  const clock = async () =>
    (
      await db.admin.query(
        `SELECT k.due_reason, l.state FROM grant_clock k JOIN client l ON l.id = k.client_row_id WHERE k.grant_id = $1`,
        [grantId],
      )
    ).rows[0];
  return { grantId, clock };
}

t.test('a client that recovers is found among them', async (t) => {
  const { clock } = await waiting('recovering');
  await claimDue(0);
  t.match(await clock(), { due_reason: 'schedule' });
  await claimDue(0);
  t.match(await clock(), { state: 'ok' });
});

t.test('so is one whose probe is due', async (t) => {
  const { grantId } = await waiting('misconfigured');
  t.match(await claimDue(100), [{ grantId, probe: { probes: 0 } }]);
});

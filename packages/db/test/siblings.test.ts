import { protocolTimes, type RevocationClaim } from '@latchkey/oauth';
import t from 'tap';
import { createAuthorizationSessions, createConnections, createGrants, openDatabase } from '../src/index.js';
import { connect, openFreshDatabase, seedConnection, someSession, steadyClock } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const grants = createGrants(db.worker, steadyClock);
const authorizationSessions = createAuthorizationSessions(db.app);
const ports = { grants: createGrants(db.app, steadyClock), authorizationSessions };
const seeded = await seedConnection(db.app);
const { organizationId, connectionId, connectionConfigId, environment } = seeded;
await connect(ports, seeded);
await createConnections(db.app).disconnect(organizationId, connectionId, { kind: 'disconnect_requested' });
const [claim] = await grants.claimDueRevocations({ holder: 'w', limit: 10, times: protocolTimes });
const revocation = claim as RevocationClaim;

t.test('an exchange whose process is gone is coming for a quarter of an hour at most', async (t) => {
  const session = someSession(seeded);
  const { id, stateHash, browserHash } = session;
  await authorizationSessions.create(session, { kind: 'authorization_started' });
  await authorizationSessions.consume({ stateHash, connectionConfigId, environment, browserHashes: [browserHash] });
  t.equal(await grants.siblingOf(revocation), 'coming');
  const age = (minutes: number) =>
    db.admin.query('UPDATE authorization_session SET consumed_at = now() - make_interval(mins => $2) WHERE id = $1', [
      ...[id, minutes],
    ]);
  await age(15);
  t.equal(await grants.siblingOf(revocation), 'coming', 'its tokens may be there, and the store not');
  await age(17);
  t.equal(await grants.siblingOf(revocation), 'none');
  await age(1);
  await db.admin.query('UPDATE authorization_session SET outcome = \'{"kind": "succeeded"}\' WHERE id = $1', [id]);
  t.equal(await grants.siblingOf(revocation), 'none', 'whatever came of it');
});

t.test('neither question reads what a client has of other people’s grants, or of flows that are over', async (t) => {
  await db.admin.query(
    `INSERT INTO "grant" (organization_id, id, connection_id, state, terms, client_row_id, definition_version,
       requested_scopes, granted_scopes, account_subject)
     SELECT organization_id, gen_random_uuid(), connection_id, 'live', terms, client_row_id, definition_version,
       requested_scopes, granted_scopes, 'person ' || n FROM "grant", generate_series(1, 20000) n`,
  );
  await db.admin.query(
    `INSERT INTO authorization_session (organization_id, id, connection_id, connection_config_id, environment, state_hash,
       browser_hash, terms, client_row_id, requested_scopes, display, expires_at, consumed_at, outcome)
     SELECT organization_id, gen_random_uuid(), connection_id, connection_config_id, environment,
       decode(md5(gen_random_uuid()::text), 'hex'), browser_hash, '{}', client_row_id, '{}', display, expires_at, now(),
       '{"kind": "succeeded"}' FROM authorization_session, generate_series(1, 20000) n LIMIT 20000`,
  );
  await db.admin.query('ANALYZE "grant", authorization_session');
  // One connection, so that what was prepared on it can be looked at.
  const worker = openDatabase({ url: db.urls.workerUrl, poolMax: 1, applicationName: 'test' });
  t.teardown(() => worker.close());
  const asking = createGrants(worker, steadyClock);
  t.equal(await asking.siblingOf(revocation), 'none', 'nobody else is this person');
  t.equal(await asking.findAnnounced({ organizationId, terms: seeded.terms }, 60_000), 'none');
  const plan = async (name: string, values: string) => {
    const { rows } = await worker.pool.query<Record<string, string>>(`EXPLAIN EXECUTE ${name} (${values})`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  const sibling = await plan('sibling_of', `'${organizationId}', '${revocation.grantId}'`);
  t.match(sibling, /grant_live_account on "grant" \S+ .*\n +Index Cond: .*account_subject = g.account_subject/);
  t.match(sibling, /grant_live_account on "grant" \S+ .*\n +Index Cond: .*account_subject IS NULL/);
  t.match(sibling, /authorization_session_exchanging/);
  t.notMatch(sibling, /Seq Scan on authorization_session/);
  const announced = await plan('announced_revocation', `'${organizationId}', '${seeded.clientRowId}', 60`);
  t.match(announced, /grant_revocation_asked/);
});

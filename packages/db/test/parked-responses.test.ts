import t from 'tap';
import { createAuthorizationSessions, createParkedResponses } from '../src/index.js';
import { openFreshDatabase, seedConnection, someSession } from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());

t.test('a response that was used comes again for two minutes; then nobody is sent to where it began', async (t) => {
  const sessions = createAuthorizationSessions(db.app);
  const parked = createParkedResponses(db.app);
  const session = { ...someSession(await seedConnection(db.app)), origin: 'https://connect.vendor.example' };
  await sessions.create(session, { kind: 'authorization_started' });
  const { stateHash, connectionConfigId, environment } = session;
  const match = { stateHash, connectionConfigId, environment };
  await sessions.consume({ ...match, browserHashes: [session.browserHash] });
  const place = { organizationId: session.organizationId, authorizationSessionId: session.id };
  const age = (by: string) =>
    db.admin.query('UPDATE authorization_session SET consumed_at = consumed_at - $2::interval WHERE id = $1', [
      session.id,
      by,
    ]);
  await age('110 seconds');
  t.strictSame(await parked.find(match), { ...place, origin: session.origin });
  await age('20 seconds');
  t.strictSame(await parked.find(match), place);
});

import { randomBytes } from 'node:crypto';
import { type GrantId, protocolTimes, type WizardSessionId } from '@latchkey/oauth';
import t from 'tap';
import {
  createAuthorizationSessions,
  createConnections,
  createGrants,
  inTenant,
  listConnectionEvents,
  listTroubled,
  newId,
  pauseClient,
  pauseServer,
  redeemWizardTicket,
  resumeClient,
  resumeServer,
  retryTroubled,
  saveConnectionInputs,
} from '../src/index.js';
import { listAuditEvents, saveConnectionClient } from '../src/management/index.js';
import {
  connect,
  digestTenant,
  listTenantTables,
  openFreshDatabase,
  seedConnection,
  someTokens,
  steadyClock,
} from '../src/testing/index.js';

const db = await openFreshDatabase();
t.teardown(() => db.close());
const { app, worker, admin } = db;
const ports = { grants: createGrants(app, steadyClock), authorizationSessions: createAuthorizationSessions(app) };
const ours = await seedConnection(app);
const theirs = await seedConnection(app);
for (const seeded of [ours, theirs]) await connect(ports, seeded);
const { organizationId, connectionId, clientRowId } = ours;
const wizardSessionId = newId<WizardSessionId>();
const person = { kind: 'wizard_session', id: wizardSessionId } as const;
const ticketHash = randomBytes(32);
const origin = 'https://vendor.example';
await admin.query(`INSERT INTO registered_origin (organization_id, id, origin) VALUES ($1, $2, $3)`, [
  ...[organizationId, newId(), origin],
]);
await admin.query(
  `INSERT INTO wizard_session (organization_id, id, customer_id, ticket_hash, ticket_expires_at, permissions, expires_at)
   VALUES ($1, $2, $3, $4, now() + interval '1 hour', '[]', now() + interval '1 hour')`,
  [organizationId, wizardSessionId, ours.customerId, ticketHash],
);
// Only ours is in trouble, and only theirs is at another server.
await admin.query(
  `UPDATE grant_clock SET failing_since = now(), attempts = 1, due_at = now(), due_reason = 'retry' WHERE organization_id = $1`,
  [organizationId],
);
await admin.query(
  `UPDATE grant_clock SET token_server = token_server_key('elsewhere.example') WHERE organization_id = $1`,
  [theirs.organizationId],
);
const grant = {
  ...{ grantId: newId<GrantId>(), organizationId, connectionId, terms: ours.terms, tokens: someTokens('another') },
  ...{ requestedScopes: [], context: {} },
};
const host = 'provider.example';
const inputs = { host: { kind: 'text', value: 'a' } } as const;

/** What people and operators do, in an order in which each finds what it needs; with what the record calls it. */
const acts: readonly (readonly [action: string, actorKind: string, act: () => Promise<unknown>])[] = [
  [
    'wizard_session.opened',
    'wizard_session',
    () => redeemWizardTicket(app, { ticketHash, origin, browserHash: randomBytes(32) }),
  ],
  [
    'connection.log_read',
    'wizard_session',
    () => listConnectionEvents(app, organizationId, { connectionId, limit: 5, reader: person }),
  ],
  [
    'connection.updated',
    'wizard_session',
    () => inTenant(app, organizationId, (tx) => saveConnectionInputs(tx, organizationId, connectionId, inputs, person)),
  ],
  [
    'connection.updated',
    'wizard_session',
    () =>
      inTenant(app, organizationId, (tx) =>
        saveConnectionClient(tx, organizationId, connectionId, { clientId: 'own', actor: 'Ada', wizardSessionId }),
      ),
  ],
  ['connection.listed', 'operator', () => listTroubled(worker, 'failing', { limit: 10 })],
  ['connection.retried', 'operator', () => retryTroubled(worker, 'failing', { spreadSeconds: 600 })],
  ['client.paused', 'operator', () => pauseClient(worker, clientRowId)],
  ['client.resumed', 'operator', () => resumeClient(worker, clientRowId)],
  ['token_server.paused', 'operator', () => pauseServer(worker, host)],
  ['token_server.resumed', 'operator', () => resumeServer(worker, host)],
  ['connection.connected', 'wizard_session', () => ports.grants.create(grant, { kind: 'connected', wizardSessionId })],
  [
    'connection.disconnect_requested',
    'wizard_session',
    () =>
      createConnections(app).disconnect(organizationId, connectionId, {
        ...{ kind: 'disconnect_requested', actor: 'Ada', wizardSessionId },
      }),
  ],
];

const tables = await listTenantTables(admin);
const everything = async () => [
  await digestTenant(admin, tables, organizationId),
  (await admin.query('SELECT * FROM token_server ORDER BY key')).rows,
];
const listed = (of: string) =>
  inTenant(app, of, async (tx) => (await listAuditEvents(tx, of, {}, { limit: 100 })).rows);

t.test('nothing is done, and nobody is shown anything, that cannot be recorded', async (t) => {
  const before = await everything();
  await admin.query('ALTER TABLE audit_event ADD CONSTRAINT no_more CHECK (false) NOT VALID');
  for (const [action, , act] of acts) {
    // There is nothing to resume yet.
    if (action.endsWith('.resumed')) continue;
    await t.rejects(act(), { message: /no_more/ }, action);
    t.same(await everything(), before, action);
  }
  await admin.query('ALTER TABLE audit_event DROP CONSTRAINT no_more');
});

t.test('each act is recorded once, for its own organization', async (t) => {
  for (const [action, actorKind, act] of acts) {
    const before = await listed(organizationId);
    await act();
    const [newest, ...others] = await listed(organizationId);
    t.same(others.length, before.length, action);
    t.match(newest, { action, actorKind, actorId: actorKind === 'operator' ? null : wizardSessionId }, action);
  }
  t.same(await listed(theirs.organizationId), [], 'another tenant has none of it');
});

t.test('what changed nothing leaves nothing', async (t) => {
  const before = await listed(organizationId);
  await inTenant(app, organizationId, (tx) => saveConnectionInputs(tx, organizationId, connectionId, inputs, person));
  await redeemWizardTicket(app, { ticketHash, origin, browserHash: randomBytes(32) });
  await listConnectionEvents(app, organizationId, { connectionId, limit: 5 });
  await listConnectionEvents(app, organizationId, { connectionId, limit: 5, reader: person });
  await resumeClient(worker, clientRowId);
  await resumeServer(worker, host);
  await listTroubled(worker, 'crashed', { limit: 10 });
  await ports.grants.create(grant, { kind: 'connected', wizardSessionId });
  await createGrants(worker, steadyClock).claimOne({
    ...{ organizationId, connectionId, generation: 1, holder: 'them', times: protocolTimes },
  });
  t.same(await listed(organizationId), before);
});

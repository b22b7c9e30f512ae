import { protocolTimes } from '@latchkey/oauth';
import * as db from '../../src/index.js';
import { fakeSealed, steadyClock } from '../../src/testing/index.js';
import { asApp, byItself, finds, inTransaction, noTenant, own, refused, type Tries } from './try.js';

const noTroubles = Object.fromEntries(Object.keys(db.troubles).map((name) => [name, 0]));
const noBacklog = ['refresh', 'revoke'].map((duty) => ({ duty, due: 0, oldestSeconds: 0 }));
const noneHeld = {
  ...{ server_paused: 0, server_down: 0, client_paused: 0, client_misconfigured: 0, budget_empty: 0 },
};
const disconnectRequested = { kind: 'disconnect_requested' } as const;

/** Everything else that @latchkey/db exports: the browser door's, the worker's and the operator's. */
export const doorTries: Tries = {
  recordAudit: byItself(refused, ({ app, ours, theirs }) =>
    db.inTenantSql(app, theirs.organizationId, (client) =>
      db.recordAudit(client, ours.organizationId, { kind: 'operator' }, { action: 'x.x', targetKind: 'x' }),
    ),
  ),
  readInputDefinitions: byItself(finds(), ({ app, ours, theirs }) =>
    db.readInputDefinitions(app, theirs.organizationId, ours.connectionId),
  ),
  saveConnectionInputs: inTransaction(refused, (tx, organizationId, { ours, theirs }) =>
    db.saveConnectionInputs(
      ...([tx, organizationId, ours.connectionId] as const),
      { filled: { kind: 'removed' }, secret: { kind: 'sealed', sealed: fakeSealed('theirs') } },
      { kind: 'wizard_session', id: theirs.wizardSessionId },
    ),
  ),
  readFlowEnd: byItself(finds(), ({ app, ours, theirs }) =>
    db.readFlowEnd(app, theirs.organizationId, ours.authorizationSessionId),
  ),
  readWizardView: byItself(finds(), ({ app, ours, theirs }) =>
    db.readWizardView(app, theirs.organizationId, {
      ...{ id: ours.wizardSessionId, instanceId: ours.instanceId, connectionIds: [ours.connectionId] },
    }),
  ),
  listConnectionEvents: byItself(finds({ events: [] }), ({ app, ours, theirs }) =>
    db.listConnectionEvents(app, theirs.organizationId, { connectionId: ours.connectionId, limit: 100 }),
  ),
  findAuthorizationTicket: byItself(finds({ kind: 'unknown' }), ({ app, noHash }) =>
    db.findAuthorizationTicket(app, noHash),
  ),
  useAuthorizationTicket: byItself(finds(false), ({ app, ours, theirs }) =>
    db.useAuthorizationTicket(app, { organizationId: theirs.organizationId, id: ours.ticketId }),
  ),
  readLinkView: byItself(finds(), ({ app, ours, theirs }) =>
    db.readLinkView(app, theirs.organizationId, ours.connectionId),
  ),
  connectionsToAuthorize: byItself(finds(new Map()), ({ app, ours, theirs }) =>
    db.connectionsToAuthorize(app, theirs.organizationId, [ours.connectionId]),
  ),
  findParkedSession: byItself(finds(), ({ app, ours, noHash }) =>
    db.findParkedSession(app, ours.authorizationSessionId, noHash),
  ),
  readPublishedKeys: noTenant('a JWK Set is for everybody: public halves only'),
  findWizardSession: byItself(finds(), ({ app, ours, noHash }) =>
    db.findWizardSession(app, { id: ours.wizardSessionId, browserHash: noHash, asks: 'person' }),
  ),
  redeemWizardTicket: byItself(finds({ kind: 'unknown' }), ({ app, theirs, noHash }) =>
    db.redeemWizardTicket(app, {
      ...{ ticketHash: noHash, origin: `https://${theirs.organizationId}.example`, browserHash: noHash },
    }),
  ),
  recordEvent: byItself(refused, ({ app, ours, theirs }) =>
    db.inTenantSql(app, theirs.organizationId, (client) => db.recordEvent(client, ours, disconnectRequested)),
  ),
  recordEventInTransaction: inTransaction(own, (tx, organizationId, { ours }) =>
    db.recordEventInTransaction(tx, { organizationId, connectionId: ours.connectionId }, disconnectRequested),
  ),

  readDueBacklog: asApp(finds(noBacklog), (app) => db.readDueBacklog(app)),
  readHeldBack: asApp(finds(noneHeld), (app) => db.readHeldBack(app)),
  countTroubles: asApp(finds(noTroubles), (app) => db.countTroubles(app, {})),
  listTroubled: asApp(finds([]), (app, { ours }) =>
    db.listTroubled(app, 'due', { organizationId: ours.organizationId, limit: 100 }),
  ),
  retryTroubled: asApp(finds(0), (app, { ours }) =>
    db.retryTroubled(app, 'failing', { organizationId: ours.organizationId, spreadSeconds: 1 }),
  ),
  findClientOf: asApp(finds(), (app, { ours }) => db.findClientOf(app, ours.connectionConfigId, ours.environment)),
  listPauses: asApp(finds([]), (app) => db.listPauses(app)),
  listServersDown: asApp(finds([]), (app) => db.listServersDown(app)),
  pauseClient: asApp(finds('not_found'), (app, { ours }) => db.pauseClient(app, ours.clientRowId)),
  resumeClient: asApp(finds('not_found'), (app, { ours }) => db.resumeClient(app, ours.clientRowId)),
  pauseServer: asApp(refused, (app) => db.pauseServer(app, 'provider.example')),
  resumeServer: asApp(refused, (app) => db.resumeServer(app, 'provider.example')),
  reapAlternates: asApp(finds(0), (app) => db.reapAlternates(app)),
  reapBudgets: asApp(finds(0), (app) => db.reapBudgets(app)),
  reapRequestRates: asApp(refused, (app) => db.reapRequestRates(app)),
  takeRequests: noTenant('counts by a hash of whoever asks: SECURITY, "Limits on requests"'),
  reapDevices: asApp(finds({ expired: 0, deleted: 0 }), (app) => db.reapDevices(app)),
  reapSessions: asApp(finds({ expired: 0, interrupted: 0, abandoned: 0, deleted: 0 }), (app) => db.reapSessions(app)),
  reapUnconfirmed: asApp(finds(0), (app) => db.reapUnconfirmed(app)),
  reapWebhooks: asApp(finds(0), (app) => db.reapWebhooks(app)),
  readOldestWebhook: asApp(finds(0), (app) => db.readOldestWebhook(app)),
  ensurePartitions: asApp(refused, (app) => db.ensurePartitions(app)),
  listLost: asApp(finds([]), (app) => db.listLost(app, new Date(0))),
  readRestoreGuard: asApp(refused, (app) => db.readRestoreGuard(app)),
  shutRestoreGuard: asApp(refused, (app) => db.shutRestoreGuard(app, new Date())),
  openRestoreGuard: asApp(refused, (app) => db.openRestoreGuard(app, new Date())),
  markSuspects: asApp(refused, (app) => db.markSuspects(app, new Date())),
  releaseRenewed: asApp(finds(0), (app) => db.releaseRenewed(app, new Date(0))),
  countSuspects: asApp(finds([]), (app) => db.countSuspects(app)),
  claimSuspect: asApp(refused, (app) =>
    db.claimSuspect(app, steadyClock, { holder: 'them', times: protocolTimes, withheldMs: 0, except: [] }),
  ),
  readHeldSuspects: asApp(refused, (app) =>
    db.readHeldSuspects(app, { times: protocolTimes, withheldMs: 0, except: [] }),
  ),
  putSuspectBack: asApp(finds(), (app, { claim }) => db.putSuspectBack(app, claim)),
  acrossTenantsSql: asApp(finds(0), (app) =>
    db.acrossTenantsSql(app, async (client) => (await client.query('SELECT FROM connection')).rowCount),
  ),
  enterTenant: noTenant('the scope itself: tenancy.test.ts'),
  inTenant: noTenant('the scope itself: tenancy.test.ts'),
  inTenantSql: noTenant('the scope itself: tenancy.test.ts'),
  beatWitness: noTenant('names no row of a tenant: SECURITY, "Tenancy"'),
  createTakeoverWatch: noTenant('remembers when the store failed'),
  newId: noTenant('makes an id'),
  openDatabase: noTenant('opens a pool'),
  createDatabase: noTenant('needs the operator’s own login'),
  createRoles: noTenant('needs the operator’s own login'),
  migrate: noTenant('needs latchkey_owner'),
  MigrationError: noTenant('an error'),
  PrismaClient: noTenant('the generated client: inTenant gives it its scope'),
};

import * as db from '../../src/index.js';
import * as management from '../../src/management/index.js';
import { asApp, byItself, finds, inTransaction, noTenant, own, refused, type Tries } from './try.js';

/** What is exported for custom domains, called with the ids of another tenant. */
export const domainTries: Tries = {
  findCustomDomain: byItself(finds(), ({ app }) => db.findCustomDomain(app, 'oauth2.filled.example')),
  listCustomHosts: noTenant('it tells which hosts are served, as DNS does, and not whose they are'),
  hasConnectionConfig: byItself(finds(false), ({ app, ours, theirs }) =>
    db.hasConnectionConfig(app, theirs.organizationId, ours.connectionConfigId),
  ),

  createDomain: inTransaction(own, (tx, organizationId) =>
    management.createDomain(tx, organizationId, { host: 'oauth2.tried.example', challenge: 'tried' }),
  ),
  readDomain: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readDomain(tx, organizationId, ours.domainId),
  ),
  listDomains: inTransaction(own, (tx, organizationId) => management.listDomains(tx, organizationId, { limit: 200 })),
  deleteDomain: inTransaction(finds({ kind: 'not_found' }), (tx, organizationId, { ours }) =>
    management.deleteDomain(tx, organizationId, ours.domainId),
  ),
  saveCallbackDomain: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.saveCallbackDomain(tx, organizationId, ours, ours.domainId),
  ),
  claimDueDomains: asApp(refused, (app) => management.claimDueDomains(app, 10)),
  settleDomain: byItself(finds(), ({ app, ours, theirs }) =>
    management.settleDomain(
      app,
      { organizationId: theirs.organizationId, id: ours.domainId, host: '', challenge: '' },
      'found',
    ),
  ),
  reapDomains: asApp(refused, (app) => management.reapDomains(app)),
};

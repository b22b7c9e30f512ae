import * as management from '../../src/management/index.js';
import { asApp, emptyPage, finds, inTransaction, own, refused, type Tries } from './try.js';

const page = { limit: 200 };

/** The same for what a vendor arranges: organizations, integrations, instances, wizard sessions. */
export const placeTries: Tries = {
  readOrganization: inTransaction(finds(), (tx, _organizationId, { ours }) =>
    management.readOrganization(tx, ours.organizationId),
  ),
  holdOrganization: inTransaction(own, (tx, organizationId) => management.holdOrganization(tx, organizationId)),
  createOrganization: asApp(own, (app) => management.createOrganization(app, 'Other', async () => undefined)),
  listOrganizations: asApp(finds([]), (app) => management.listOrganizations(app)),
  listOrigins: inTransaction(own, (tx, organizationId) => management.listOrigins(tx, organizationId)),
  replaceOrigins: inTransaction(own, (tx, organizationId) =>
    management.replaceOrigins(tx, organizationId, ['https://them.example']),
  ),

  createIntegration: inTransaction(own, (tx, organizationId) =>
    management.createIntegration(tx, organizationId, { key: 'other', name: 'Other', description: '' }),
  ),
  readIntegration: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readIntegration(tx, organizationId, ours.integrationId),
  ),
  listIntegrations: inTransaction(own, (tx, organizationId) =>
    management.listIntegrations(tx, organizationId, {}, page),
  ),
  updateIntegration: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateIntegration(tx, organizationId, ours.integrationId, { name: 'taken over' }),
  ),
  createRequiredConfigVariable: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.createRequiredConfigVariable(tx, organizationId, ours.integrationId, {
      ...{ key: 'other', connectionConfigId: ours.connectionConfigId, position: 0 },
    }),
  ),
  readRequiredConfigVariable: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readRequiredConfigVariable(tx, organizationId, ours.integrationId, ours.requiredConfigVariableId),
  ),
  listRequiredConfigVariables: inTransaction(finds([]), (tx, organizationId, { ours }) =>
    management.listRequiredConfigVariables(tx, organizationId, ours.integrationId),
  ),
  updateRequiredConfigVariable: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateRequiredConfigVariable(tx, organizationId, ours.integrationId, ours.requiredConfigVariableId, {
      position: 7,
    }),
  ),

  createInstance: inTransaction(refused, (tx, organizationId, { ours, theirs }) =>
    management.createInstance(tx, organizationId, {
      ...{ integrationId: ours.integrationId, customerId: theirs.customerId, name: 'Other' },
      environments: ['production'],
    }),
  ),
  readInstance: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readInstance(tx, organizationId, ours.instanceId),
  ),
  listInstances: inTransaction(emptyPage, (tx, organizationId, { ours }) =>
    management.listInstances(tx, organizationId, { customerId: ours.customerId }, page),
  ),
  updateInstance: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateInstance(tx, organizationId, ours.instanceId, { environments: ['sandbox'] }),
  ),
  placeForIntegration: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.placeForIntegration(tx, organizationId, ours.integrationId),
  ),
  linkConnection: inTransaction(finds({ kind: 'no_variable' }), (tx, organizationId, { ours }) =>
    management.linkConnection(
      tx,
      {
        ...{ organizationId, id: ours.instanceId, integrationId: ours.integrationId, customerId: ours.customerId },
        environments: [ours.environment],
      },
      'example',
      ours.connectionId,
    ),
  ),

  createAuthorizationTicket: inTransaction(refused, (tx, organizationId, { ours, noHash }) =>
    management.createAuthorizationTicket(tx, organizationId, {
      ...{ connectionId: ours.connectionId, completion: { kind: 'link' } },
      ...{ ticketHash: noHash, ticketSeconds: 60, requestedBy: 'them' },
    }),
  ),
  readAuthorizationTicket: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readAuthorizationTicket(tx, organizationId, ours.ticketId),
  ),
  cancelAuthorization: inTransaction(finds('not_found'), (tx, organizationId, { ours }) =>
    management.cancelAuthorization(tx, organizationId, ours.ticketId, 'them'),
  ),
  resetPinnedIssuers: inTransaction(finds([]), (tx, organizationId, { ours }) =>
    management.resetPinnedIssuers(tx, organizationId, ours.connectionConfigId, ours.environment),
  ),
  computePermissions: inTransaction(finds([]), (tx, organizationId, { ours: { customerId, instanceId, userId } }) =>
    management.computePermissions(tx, organizationId, { customerId, instanceId, userId }),
  ),
  createWizardSession: inTransaction(refused, (tx, organizationId, { ours, noHash }) =>
    management.createWizardSession(tx, organizationId, {
      ...{ customerId: ours.customerId, instanceId: ours.instanceId, ticketHash: noHash, ticketSeconds: 60 },
      permissions: [{ connectionId: ours.connectionId, verbs: ['connect', 'disconnect', 'log'] }],
    }),
  ),
};

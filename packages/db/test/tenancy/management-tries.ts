import type { Definition } from '@latchkey/oauth';
import { newId } from '../../src/index.js';
import * as management from '../../src/management/index.js';
import { fakeSealed, someTokens } from '../../src/testing/index.js';
import type { Tenant } from './arrange.js';
import {
  asApp,
  byItself,
  emptyPage,
  finds,
  inTransaction,
  noTenant,
  own,
  refused,
  type Tries,
  type Try,
} from './try.js';

const page = { limit: 200 };
const operator = { kind: 'operator' } as const;
const secretOf = () => ({ id: newId(), value: fakeSealed('x') });
const placeOf = ({ connectionConfigId, environment }: Tenant) => ({ connectionConfigId, environment });
const linkOf = ({ linkId, connectionId }: Tenant) => ({ id: linkId, connectionId });

/** A list of the caller's own rows: in the other's name it is empty. */
const ownList = (call: Extract<Try, { kind: 'in_transaction' }>['call']) => inTransaction(own, call);

/** Every function that @latchkey/db/management exports, called with the ids of another tenant. */
export const managementTries: Tries = {
  findApiKey: byItself(finds(), ({ app, noHash }) => management.findApiKey(app, noHash)),
  createApiKey: inTransaction(own, (tx, organizationId, { noHash }) =>
    management.createApiKey(tx, organizationId, { keyHash: noHash, prefix: 'lk', name: 'k', scopes: [] }),
  ),
  listApiKeys: ownList((tx, organizationId) => management.listApiKeys(tx, organizationId, page)),
  revokeApiKey: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.revokeApiKey(tx, organizationId, ours.apiKeyId),
  ),
  readApiKey: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readApiKey(tx, organizationId, ours.apiKeyId),
  ),
  lockApiKey: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.lockApiKey(tx, organizationId, ours.apiKeyId),
  ),
  holdLiveApiKey: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.holdLiveApiKey(tx, organizationId, ours.apiKeyId),
  ),
  endWithSuccessor: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.endWithSuccessor(tx, organizationId, ours.apiKeyId, { id: ours.apiKeyId, overlapSeconds: 0 }),
  ),
  keyLimits: noTenant('a shape'),
  connectionsInReach: inTransaction(finds([]), async (tx, organizationId, { ours }) => [
    ...(await management.connectionsInReach(tx, organizationId, [ours.connectionId])),
  ]),
  isOutsideReach: noTenant('reads an error'),
  // Both have a key of that name: only the caller's own ends.
  revokeApiKeysNamed: ownList((tx, organizationId) => management.revokeApiKeysNamed(tx, organizationId, 'spare')),

  recordAuditEvent: inTransaction(own, (tx, organizationId, { ours }) =>
    management.recordAuditEvent(tx, organizationId, operator, {
      ...{ action: 'connection.updated', targetKind: 'connection', targetId: ours.connectionId },
    }),
  ),
  listAuditEvents: ownList((tx, organizationId) => management.listAuditEvents(tx, organizationId, {}, page)),

  addClientKey: inTransaction(finds('no_client'), (tx, organizationId, { ours }) =>
    management.addClientKey(tx, organizationId, placeOf(ours), { ...secretOf(), publicJwk: { kty: 'EC' } as never }),
  ),
  listClientKeys: inTransaction(finds([]), (tx, organizationId, { ours }) =>
    management.listClientKeys(tx, organizationId, placeOf(ours)),
  ),
  activateClientKey: inTransaction(finds('not_next'), (tx, organizationId, { ours }) =>
    management.activateClientKey(tx, organizationId, placeOf(ours), ours.clientSecretId),
  ),
  saveClient: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.saveClient(tx, organizationId, ours.connectionConfigId, {
      environment: ours.environment,
      clientId: 'other',
      secret: secretOf(),
    }),
  ),
  promoteNextSecret: inTransaction(finds({ kind: 'no_next_secret' }), (tx, organizationId, { ours }) =>
    management.promoteNextSecret(tx, organizationId, ours.connectionConfigId, ours.environment),
  ),
  replaceSecret: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.replaceSecret(tx, organizationId, ours.clientRowId, 'current', secretOf()),
  ),
  replaceClient: inTransaction(finds({ kind: 'no_client' }), (tx, organizationId, { ours }) =>
    management.replaceClient(
      tx,
      organizationId,
      ours.connectionConfigId,
      { environment: ours.environment, clientId: 'other' },
      1,
    ),
  ),
  countLiveGrants: inTransaction(finds(0), (tx, organizationId, { ours }) =>
    management.countLiveGrants(tx, organizationId, ours.connectionConfigId),
  ),
  liveGrants: inTransaction(finds(0), (tx, organizationId, { ours }) =>
    management.liveGrants(tx, organizationId, ours.clientRowId),
  ),
  rearm: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.rearm(tx, organizationId, ours.clientRowId),
  ),
  readEnvironmentClient: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readEnvironmentClient(tx, organizationId, ours.connectionConfigId, ours.environment),
  ),
  saveConnectionClient: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.saveConnectionClient(tx, organizationId, ours.connectionId, { clientId: 'other', secret: secretOf() }),
  ),

  moveAddresses: inTransaction(finds({ kind: 'same' }), (tx, organizationId, { ours }) =>
    management.moveAddresses(tx, organizationId, ours.connectionId, { inputs: { filled: 'b' }, secrets: [] }),
  ),
  isAddressInUse: inTransaction(finds(false), (tx, organizationId, { ours }) =>
    management.isAddressInUse(tx, organizationId, {
      ...{ configId: ours.connectionConfigId, environment: ours.environment, inputs: {} },
      definition: { name: 'x', token: { url: 'https://x.example/' } },
    }),
  ),

  createConnectionConfig: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.createConnectionConfig(tx, organizationId, {
      ...{ key: 'other', name: 'Other', integrationId: ours.integrationId, level: 'instance' },
      ...{ grantType: 'authorization_code', definition: { name: 'Other' } as unknown as Definition },
      ...{ definitionVersion: 'v1', scopes: [], inputs: [], refreshPolicy: 'always', completion: 'wizard' },
    }),
  ),
  readConnectionConfig: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readConnectionConfig(tx, organizationId, ours.connectionConfigId),
  ),
  listConnectionConfigs: inTransaction(emptyPage, (tx, organizationId, { ours }) =>
    management.listConnectionConfigs(tx, organizationId, { integrationId: ours.integrationId }, page),
  ),
  updateConnectionConfig: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateConnectionConfig(tx, organizationId, ours.connectionConfigId, { name: 'taken over' }),
  ),
  integrationsThatNeed: inTransaction(finds([]), (tx, organizationId, { ours }) =>
    management.integrationsThatNeed(tx, organizationId, ours.connectionConfigId),
  ),

  saveInputs: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.saveInputs(tx, organizationId, ours.connectionId, [{ name: 'filled', value: 'b' }], 'them'),
  ),
  readInputs: byItself(finds({ definitions: [], given: [] }), ({ app, ours, theirs }) =>
    management.readInputs(app, theirs.organizationId, ours.connectionId),
  ),
  placeConnections: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.placeConnections(tx, {
      ...{ organizationId, id: ours.instanceId, integrationId: ours.integrationId, customerId: ours.customerId },
      environments: ['production', 'sandbox'],
    }),
  ),
  countConnectionsWithSecrets: inTransaction(finds(0), (tx, organizationId, { ours }) =>
    management.countConnectionsWithSecrets(tx, organizationId, ours.connectionConfigId),
  ),
  readConnection: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readConnection(tx, organizationId, ours.connectionId),
  ),
  listConnections: inTransaction(emptyPage, (tx, organizationId, { ours }) =>
    management.listConnections(tx, organizationId, { customerId: ours.customerId }, page),
  ),
  listConnectionsOfInstances: inTransaction(finds([]), (tx, organizationId, { ours }) =>
    management.listConnectionsOfInstances(tx, organizationId, [ours.instanceId]),
  ),
  overrideScopes: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.overrideScopes(tx, organizationId, ours.connectionId, ['other']),
  ),
  disconnectInTransaction: inTransaction(finds('not_found'), (tx, organizationId, { ours }) =>
    management.disconnectInTransaction(tx, organizationId, ours.connectionId, 'them'),
  ),
  requestRefresh: inTransaction(finds({ kind: 'not_connected' }), (tx, organizationId, { ours }) =>
    management.requestRefresh(tx, organizationId, ours.connectionId),
  ),
  readFrozenApi: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readFrozenApi(tx, organizationId, ours.connectionId),
  ),
  endRejectedToken: inTransaction(finds('superseded'), (tx, organizationId, { ours }) =>
    management.endRejectedToken(tx, organizationId, ours.connectionId, { generation: 1, actor: 'them' }),
  ),
  rejectAccessToken: inTransaction(finds('left_alone'), (tx, organizationId, { ours }) =>
    management.rejectAccessToken(tx, organizationId, ours.connectionId, 'them'),
  ),
  reportExecution: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.reportExecution(tx, organizationId, linkOf(ours), { outcome: 'connection_error', actor: 'them' }),
  ),
  importGrants: inTransaction(finds(new Set()), (tx, organizationId, { ours, theirs }) =>
    management.importGrants(
      tx,
      organizationId,
      [
        {
          ...{ grantId: newId(), organizationId: theirs.organizationId, connectionId: ours.connectionId },
          ...{ terms: ours.terms, tokens: someTokens('x'), requestedScopes: [], context: {} },
        },
      ],
      { kind: 'connected' },
    ),
  ),
  recordLastUses: byItself(finds(), ({ app, ours, theirs }) => {
    const at = new Date(Date.now() + 60_000);
    return management.recordLastUses(app, theirs.organizationId, {
      keys: [{ id: ours.apiKeyId, at, ip: null }],
      connections: [{ id: ours.connectionId, at, ip: null, keyId: ours.apiKeyId }],
    });
  }),

  createCustomer: inTransaction(own, (tx, organizationId) =>
    management.createCustomer(tx, organizationId, { externalId: 'other', name: 'Other' }),
  ),
  readCustomer: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readCustomer(tx, organizationId, ours.customerId),
  ),
  listCustomers: ownList((tx, organizationId) => management.listCustomers(tx, organizationId, {}, page)),
  updateCustomer: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateCustomer(tx, organizationId, ours.customerId, { name: 'taken over' }),
  ),
  createUser: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.createUser(tx, organizationId, ours.customerId, { externalId: 'other', name: 'Other' }),
  ),
  readUser: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readUser(tx, organizationId, ours.customerId, ours.userId),
  ),
  listUsers: inTransaction(emptyPage, (tx, organizationId, { ours }) =>
    management.listUsers(tx, organizationId, ours.customerId, page),
  ),
  updateUser: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateUser(tx, organizationId, ours.customerId, ours.userId, { name: 'taken over' }),
  ),
  markDeleting: inTransaction(finds(Array(5).fill(undefined)), async (tx, organizationId, { ours }) => [
    await management.markDeleting(tx, organizationId, 'user', ours.userId),
    await management.markDeleting(tx, organizationId, 'instance', ours.instanceId),
    await management.markDeleting(tx, organizationId, 'customer', ours.customerId),
    await management.markDeleting(tx, organizationId, 'connection_config', ours.connectionConfigId),
    await management.markDeleting(tx, organizationId, 'integration', ours.integrationId),
  ]),
  deleteRequiredConfigVariable: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.deleteRequiredConfigVariable(tx, organizationId, ours.integrationId, ours.requiredConfigVariableId),
  ),
  eraseDeleted: asApp(finds({ disconnected: 0, connections: 0, owners: 0 }), (app) => management.eraseDeleted(app)),

  claimIdempotencyKey: inTransaction(refused, (tx, organizationId, { ours: { apiKeyId }, noHash }) =>
    management.claimIdempotencyKey(tx, { organizationId, apiKeyId }, 'of the caller', noHash),
  ),
  settleIdempotencyKey: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.settleIdempotencyKey(tx, { organizationId, apiKeyId: ours.apiKeyId }, 'unknown', {
      resourceId: ours.customerId,
      status: 201,
    }),
  ),
  isUniqueViolation: noTenant('looks at an error'),
  isOtherChangeBetween: noTenant('looks at an error'),
};

import { webhookTimes } from '@latchkey/oauth';
import { createWebhooks, newId } from '../../src/index.js';
import * as management from '../../src/management/index.js';
import { fakeSealed } from '../../src/testing/index.js';
import type { Tenants } from './arrange.js';
import { asApp, emptyPage, finds, inTransaction, own, refused, type Tries } from './try.js';

const page = { limit: 200 };
const secretOf = () => ({ id: newId(), value: fakeSealed('x') });
const lane = ({ ours }: Tenants) => ({
  ...{ organizationId: ours.organizationId, endpointId: ours.webhookEndpointId, laneId: newId() },
  ...{ url: 'https://vendor.example/webhooks', failures: 0 },
});

/** Everything about webhooks, called with the ids of another tenant. */
export const webhookTries: Tries = {
  countWebhookEndpoints: inTransaction(own, (tx, organizationId) =>
    management.countWebhookEndpoints(tx, organizationId),
  ),
  createWebhookEndpoint: inTransaction(own, (tx, organizationId) =>
    management.createWebhookEndpoint(
      ...([tx, organizationId] as const),
      { id: newId(), url: 'https://vendor.example/other', description: '', eventTypes: [] },
      secretOf(),
    ),
  ),
  readWebhookEndpoint: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readWebhookEndpoint(tx, organizationId, ours.webhookEndpointId),
  ),
  listWebhookEndpoints: inTransaction(own, (tx, organizationId) =>
    management.listWebhookEndpoints(tx, organizationId, page),
  ),
  updateWebhookEndpoint: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.updateWebhookEndpoint(tx, organizationId, ours.webhookEndpointId, { url: 'https://theirs.example/' }),
  ),
  enableWebhookEndpoint: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.enableWebhookEndpoint(tx, organizationId, ours.webhookEndpointId),
  ),
  disableWebhookEndpoint: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.disableWebhookEndpoint(tx, organizationId, ours.webhookEndpointId),
  ),
  rotateWebhookSecret: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.rotateWebhookSecret(tx, organizationId, ours.webhookEndpointId, secretOf(), 0),
  ),
  deleteWebhookEndpoint: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.deleteWebhookEndpoint(tx, organizationId, ours.webhookEndpointId),
  ),
  wakeWebhookEndpoint: inTransaction(finds('disabled'), (tx, organizationId, { ours }) =>
    management.wakeWebhookEndpoint(tx, organizationId, ours.webhookEndpointId),
  ),
  listWebhookDeliveries: inTransaction(emptyPage, (tx, organizationId, { ours }) =>
    management.listWebhookDeliveries(tx, organizationId, ours.webhookEndpointId, {}, page),
  ),
  readWebhookDelivery: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.readWebhookDelivery(tx, organizationId, ours.webhookEndpointId, ours.webhookDeliveryId),
  ),
  createTestDelivery: inTransaction(refused, (tx, organizationId, { ours }) =>
    management.createTestDelivery(tx, organizationId, ours.webhookEndpointId),
  ),
  replayDelivery: inTransaction(finds(), (tx, organizationId, { ours }) =>
    management.replayDelivery(tx, organizationId, ours.webhookEndpointId, ours.webhookDeliveryId),
  ),
  replayDeliveries: inTransaction(finds({ replayed: 0 }), (tx, organizationId, { ours }) =>
    management.replayDeliveries(tx, organizationId, ours.webhookEndpointId, {
      ...{ since: new Date(0), states: ['skipped'] },
    }),
  ),
};

/** The worker's port. */
export const webhookPortTries: Tries = {
  createWebhooks: {
    kind: 'port',
    make: createWebhooks,
    methods: {
      fanOut: asApp(refused, (app) => createWebhooks(app).fanOut(100)),
      claimLanes: asApp(finds([]), (app) => createWebhooks(app).claimLanes({ limit: 100, leaseMs: 1 })),
      due: asApp(finds({ deliveries: [], secrets: [] }), (app, tenants) => createWebhooks(app).due(lane(tenants), 100)),
      settle: asApp(finds('lost'), (app, tenants) =>
        createWebhooks(app).settle(
          ...([lane(tenants), tenants.ours.webhookDeliveryId] as const),
          { elapsedMs: 1, status: 204 },
          webhookTimes,
        ),
      ),
      release: asApp(finds('nothing'), (app, tenants) => createWebhooks(app).release(lane(tenants))),
    },
  },
};

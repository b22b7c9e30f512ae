import { createTestDelivery, readWebhookDelivery } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { ring } from '../../../../../delete-with-grants.js';
import { notFound } from '../../../../../errors.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { toWebhookDelivery, WebhookDelivery } from '../../../../../wire/webhook-delivery.js';
import { idFromPath } from '../../../../../wire-ids.js';
import { dueAtEndpoint } from '../../due-at-endpoint.js';

/** POST /v1/webhook-endpoints/{id}/test */
export const testEndpoint: Route = (api, deps) =>
  api.post(
    '/webhook-endpoints/:id/test',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'testWebhookEndpoint',
        tags: ['webhooks'],
        summary: 'Send an endpoint a message of the type `webhook.test`',
        description: 'It comes whatever types the endpoint asks for. How it went is in the list of deliveries.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 202: ref(WebhookDelivery) }, 'not_found', 'conflict', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const endpointId = idFromPath('webhook_endpoint', request.params.id);
      const delivery = await makeChange(deps, request, {
        action: 'webhook_delivery.test_requested',
        async work(tx) {
          const row = await dueAtEndpoint(tx, organizationId, endpointId, () =>
            createTestDelivery(tx, organizationId, endpointId),
          );
          if (!row) throw notFound('webhook endpoint');
          return { id: row.id, result: toWebhookDelivery(row), details: { endpointId: request.params.id } };
        },
        repeat: async (tx, id) => {
          const row = await readWebhookDelivery(tx, organizationId, endpointId, id);
          return row && toWebhookDelivery(row);
        },
      });
      await ring(deps, 'deliver');
      return reply.code(202).send(delivery);
    },
  );

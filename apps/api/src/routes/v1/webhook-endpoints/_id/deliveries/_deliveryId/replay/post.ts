import { readWebhookDelivery, replayDelivery } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../api.js';
import { makeChange } from '../../../../../../../change.js';
import { ring } from '../../../../../../../delete-with-grants.js';
import { notFound } from '../../../../../../../errors.js';
import { answers, ref } from '../../../../../../../wire/schema.js';
import { toWebhookDelivery, WebhookDelivery } from '../../../../../../../wire/webhook-delivery.js';
import { idFromPath } from '../../../../../../../wire-ids.js';
import { dueAtEndpoint } from '../../../../due-at-endpoint.js';

/** POST /v1/webhook-endpoints/{id}/deliveries/{deliveryId}/replay */
export const replayDeliveryRoute: Route = (api, deps) =>
  api.post(
    '/webhook-endpoints/:id/deliveries/:deliveryId/replay',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'replayWebhookDelivery',
        tags: ['webhooks'],
        summary: 'Send one message again',
        description:
          'At once, with the same `webhook-id` and all tries of the schedule; one that waits for a try, too.',
        params: Type.Object({ id: Type.String(), deliveryId: Type.String() }),
        response: answers({ 202: ref(WebhookDelivery) }, 'not_found', 'conflict', 'idempotency_key_reused'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const endpointId = idFromPath('webhook_endpoint', request.params.id);
      const id = idFromPath('webhook_delivery', request.params.deliveryId);
      const delivery = await makeChange(deps, request, {
        action: 'webhook_delivery.replayed',
        async work(tx) {
          const row = await dueAtEndpoint(tx, organizationId, endpointId, () =>
            replayDelivery(tx, organizationId, endpointId, id),
          );
          if (!row) throw notFound('webhook delivery');
          return { id, result: toWebhookDelivery(row), details: { endpointId: request.params.id } };
        },
        repeat: async (tx) => {
          const row = await readWebhookDelivery(tx, organizationId, endpointId, id);
          return row && toWebhookDelivery(row);
        },
      });
      await ring(deps, 'deliver');
      return reply.code(202).send(delivery);
    },
  );

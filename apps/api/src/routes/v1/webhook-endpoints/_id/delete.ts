import { deleteWebhookEndpoint } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { answers, ref } from '../../../../wire/schema.js';
import { WebhookEndpoint } from '../../../../wire/webhook-endpoint.js';
import { idFromPath } from '../../../../wire-ids.js';
import { readEndpointAnswer } from '../read-endpoint-answer.js';

/** DELETE /v1/webhook-endpoints/{id} */
export const deleteEndpointRoute: Route = (api, deps) =>
  api.delete(
    '/webhook-endpoints/:id',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'deleteWebhookEndpoint',
        tags: ['webhooks'],
        summary: 'Delete a webhook endpoint',
        description: 'Its secrets and deliveries go with it. The answer is what it was.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(WebhookEndpoint) }, 'not_found'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('webhook_endpoint', request.params.id);
      return makeChange(deps, request, {
        action: 'webhook_endpoint.deleted',
        async work(tx) {
          const result = await readEndpointAnswer(tx, organizationId, id);
          await deleteWebhookEndpoint(tx, organizationId, id);
          return { id, result };
        },
      });
    },
  );

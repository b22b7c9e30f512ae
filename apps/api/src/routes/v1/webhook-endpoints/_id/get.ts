import { inTenant } from '@latchkey/db';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { answers, ref } from '../../../../wire/schema.js';
import { WebhookEndpoint } from '../../../../wire/webhook-endpoint.js';
import { idFromPath } from '../../../../wire-ids.js';
import { readEndpointAnswer } from '../read-endpoint-answer.js';

/** GET /v1/webhook-endpoints/{id} */
export const getEndpoint: Route = (api, deps) =>
  api.get(
    '/webhook-endpoints/:id',
    {
      config: { scope: 'webhooks:read' },
      schema: {
        operationId: 'getWebhookEndpoint',
        tags: ['webhooks'],
        summary: 'One webhook endpoint',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(WebhookEndpoint) }, 'not_found'),
      },
    },
    async ({ apiKey: { organizationId }, params }) => {
      const id = idFromPath('webhook_endpoint', params.id);
      return inTenant(deps.db, organizationId, (tx) => readEndpointAnswer(tx, organizationId, id));
    },
  );

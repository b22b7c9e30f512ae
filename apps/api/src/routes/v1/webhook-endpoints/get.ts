import { inTenant } from '@latchkey/db';
import { listWebhookEndpoints } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery } from '../../../wire/schema.js';
import { toWebhookEndpoint, WebhookEndpoint } from '../../../wire/webhook-endpoint.js';

/** GET /v1/webhook-endpoints */
export const listEndpointsRoute: Route = (api, deps) =>
  api.get(
    '/webhook-endpoints',
    {
      config: { scope: 'webhooks:read' },
      schema: {
        operationId: 'listWebhookEndpoints',
        tags: ['webhooks'],
        summary: 'Webhook endpoints',
        querystring: Type.Object(pageQuery, { additionalProperties: false }),
        response: answers({ 200: pageOf(WebhookEndpoint) }),
      },
    },
    async ({ apiKey: { organizationId }, query }) => {
      const page = pageRequest('webhook_endpoint', query);
      const rows = await inTenant(deps.db, organizationId, (tx) => listWebhookEndpoints(tx, organizationId, page));
      return toPageAnswer('webhook_endpoint', rows, toWebhookEndpoint);
    },
  );

import { inTenant } from '@latchkey/db';
import { listWebhookDeliveries } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { pageRequest, toPageAnswer } from '../../../../../wire/page.js';
import { answers, pageOf, pageQuery, Time } from '../../../../../wire/schema.js';
import { optionalTime } from '../../../../../wire/time.js';
import { deliveryStates, toWebhookDelivery, WebhookDelivery } from '../../../../../wire/webhook-delivery.js';
import { idFromPath } from '../../../../../wire-ids.js';
import { readEndpointAnswer } from '../../read-endpoint-answer.js';

/** GET /v1/webhook-endpoints/{id}/deliveries */
export const listDeliveriesRoute: Route = (api, deps) =>
  api.get(
    '/webhook-endpoints/:id/deliveries',
    {
      config: { scope: 'webhooks:read' },
      schema: {
        operationId: 'listWebhookDeliveries',
        tags: ['webhooks'],
        summary: "An endpoint's deliveries, newest first",
        description: 'Kept for 30 days: status and times, never what was said.',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object(
          {
            ...pageQuery,
            status: Type.Optional(Type.Array(Type.Enum([...deliveryStates]))),
            since: Type.Optional(Time),
            until: Type.Optional(Time),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(WebhookDelivery) }, 'not_found'),
      },
    },
    async ({ apiKey: { organizationId }, params, query }) => {
      const endpointId = idFromPath('webhook_endpoint', params.id);
      const page = pageRequest('webhook_delivery', query);
      const filter = {
        ...(query.status === undefined ? {} : { states: query.status }),
        ...optionalTime('since', query.since),
        ...optionalTime('until', query.until),
      };
      const rows = await inTenant(deps.db, organizationId, async (tx) => {
        await readEndpointAnswer(tx, organizationId, endpointId);
        return listWebhookDeliveries(tx, organizationId, endpointId, filter, page);
      });
      return toPageAnswer('webhook_delivery', rows, toWebhookDelivery);
    },
  );

import { disableWebhookEndpoint, enableWebhookEndpoint, updateWebhookEndpoint } from '@latchkey/db/management';
import { Type } from 'typebox';
import { allowedWebhookUrl } from '../../../../allowed-webhook-url.js';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { notFound } from '../../../../errors.js';
import { Description } from '../../../../wire/integration.js';
import { answers, body, ref } from '../../../../wire/schema.js';
import { WebhookEndpoint, WebhookEventTypes, WebhookUrl } from '../../../../wire/webhook-endpoint.js';
import { idFromPath } from '../../../../wire-ids.js';
import { readEndpointAnswer } from '../read-endpoint-answer.js';

const turns = { enabled: enableWebhookEndpoint, disabled: disableWebhookEndpoint } as const;

/** PATCH /v1/webhook-endpoints/{id} */
export const updateEndpointRoute: Route = (api, deps) =>
  api.patch(
    '/webhook-endpoints/:id',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'updateWebhookEndpoint',
        tags: ['webhooks'],
        summary: 'Change, disable or enable a webhook endpoint',
        description:
          'What happens while it is disabled is kept as `skipped` and can be replayed; enabling alone sends none of it.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          url: Type.Optional(WebhookUrl),
          description: Type.Optional(Description),
          eventTypes: Type.Optional(WebhookEventTypes),
          status: Type.Optional(Type.Enum(['enabled', 'disabled'])),
        }),
        response: answers({ 200: ref(WebhookEndpoint) }, 'not_found', 'unprocessable'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('webhook_endpoint', request.params.id);
      const { url, description, eventTypes, status } = request.body;
      const change = {
        ...(url === undefined ? {} : { url: allowedWebhookUrl(deps, url) }),
        ...(description === undefined ? {} : { description }),
        ...(eventTypes === undefined ? {} : { eventTypes }),
      };
      return makeChange(deps, request, {
        action: 'webhook_endpoint.updated',
        async work(tx) {
          const row = await updateWebhookEndpoint(tx, organizationId, id, change);
          if (!row) throw notFound('webhook endpoint');
          if (status !== undefined) await turns[status](tx, organizationId, id);
          const details = {
            ...(change.url === undefined ? {} : { origin: new URL(change.url).origin }),
            ...(eventTypes === undefined ? {} : { eventTypes }),
            ...(status === undefined ? {} : { status }),
          };
          return { id, result: await readEndpointAnswer(tx, organizationId, id), details };
        },
      });
    },
  );

import { newId } from '@latchkey/db';
import { countWebhookEndpoints, createWebhookEndpoint, holdOrganization } from '@latchkey/db/management';
import { Type } from 'typebox';
import { allowedWebhookUrl } from '../../../allowed-webhook-url.js';
import type { Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { unprocessable } from '../../../errors.js';
import { sealNewWebhookSecret } from '../../../new-webhook-secret.js';
import { Description } from '../../../wire/integration.js';
import { answers, body, ref } from '../../../wire/schema.js';
import { NewWebhookEndpoint, WebhookEventTypes, WebhookUrl } from '../../../wire/webhook-endpoint.js';
import { readEndpointAnswer } from './read-endpoint-answer.js';

/** An organization's endpoints are sent to side by side: this bounds what one can occupy of a worker. */
const most = 10;

/** POST /v1/webhook-endpoints */
export const createEndpointRoute: Route = (api, deps) =>
  api.post(
    '/webhook-endpoints',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'createWebhookEndpoint',
        tags: ['webhooks'],
        summary: 'Register an endpoint for webhooks',
        description: `It gets what happens from now on, signed as Standard Webhooks describes. There are ${most} at most.`,
        body: body({
          url: WebhookUrl,
          description: Type.Optional(Description),
          eventTypes: Type.Optional(WebhookEventTypes),
        }),
        response: answers({ 201: ref(NewWebhookEndpoint) }, 'unprocessable', 'idempotent_repeat_of_secret'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const { description = '', eventTypes = [] } = request.body;
      const url = allowedWebhookUrl(deps, request.body.url);
      const id = newId();
      const secret = await sealNewWebhookSecret(deps, organizationId);
      const created = await makeChange(deps, request, {
        action: 'webhook_endpoint.created',
        repeat: 'secret',
        async work(tx) {
          await holdOrganization(tx, organizationId);
          if ((await countWebhookEndpoints(tx, organizationId)) >= most)
            throw unprocessable('url', `is one too many: an organization has ${most} endpoints at most`);
          await createWebhookEndpoint(tx, organizationId, { id, url, description, eventTypes }, secret.row);
          const result = { ...(await readEndpointAnswer(tx, organizationId, id)), secret: secret.text };
          // The path may hold a secret of the vendor's.
          return { id, result, details: { origin: new URL(url).origin, eventTypes } };
        },
      });
      return reply.code(201).header('cache-control', 'no-store').send(created);
    },
  );

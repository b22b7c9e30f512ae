import { rotateWebhookSecret } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { sealNewWebhookSecret } from '../../../../../new-webhook-secret.js';
import { answers, body, ref } from '../../../../../wire/schema.js';
import { NewWebhookEndpoint } from '../../../../../wire/webhook-endpoint.js';
import { idFromPath } from '../../../../../wire-ids.js';
import { readEndpointAnswer } from '../../read-endpoint-answer.js';

const day = 24 * 60 * 60;

/** POST /v1/webhook-endpoints/{id}/rotate-secret */
export const rotateSecretRoute: Route = (api, deps) =>
  api.post(
    '/webhook-endpoints/:id/rotate-secret',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'rotateWebhookSecret',
        tags: ['webhooks'],
        summary: "Give an endpoint's messages a new secret",
        description:
          'Messages are signed with both for `keepSeconds` (a day), so that none fails while you change it; an older one ends at once. 0 ends the present secret at once: after a leak.',
        params: Type.Object({ id: Type.String() }),
        body: body({ keepSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 7 * day, default: day })) }),
        response: answers({ 200: ref(NewWebhookEndpoint) }, 'not_found', 'idempotent_repeat_of_secret'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const { keepSeconds = day } = request.body;
      const id = idFromPath('webhook_endpoint', request.params.id);
      const secret = await sealNewWebhookSecret(deps, organizationId);
      const rotated = await makeChange(deps, request, {
        action: 'webhook_endpoint.secret_rotated',
        repeat: 'secret',
        async work(tx) {
          await readEndpointAnswer(tx, organizationId, id);
          await rotateWebhookSecret(tx, organizationId, id, secret.row, keepSeconds);
          const result = { ...(await readEndpointAnswer(tx, organizationId, id)), secret: secret.text };
          return { id, result, details: { keepSeconds } };
        },
      });
      return reply.header('cache-control', 'no-store').send(rotated);
    },
  );

import { mostReplayed, replayDeliveries } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { ring } from '../../../../../delete-with-grants.js';
import { unprocessable } from '../../../../../errors.js';
import { answers, body, orNull, Time } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';
import { dueAtEndpoint } from '../../due-at-endpoint.js';

const over = ['delivered', 'failed', 'skipped'] as const;

/** POST /v1/webhook-endpoints/{id}/replay */
export const replayRoute: Route = (api, deps) =>
  api.post(
    '/webhook-endpoints/:id/replay',
    {
      config: { scope: 'webhooks:write' },
      schema: {
        operationId: 'replayWebhookDeliveries',
        tags: ['webhooks'],
        summary: 'Send everything since a moment again',
        description: `In the order in which it happened, with the same \`webhook-id\`s: what was delivered, failed and skipped, or only what \`statuses\` names. At most ${mostReplayed} messages at once; \`next\` is then the \`since\` to go on with. An equal request with the same Idempotency-Key replays nothing and says 0.`,
        params: Type.Object({ id: Type.String() }),
        body: body({
          since: Time,
          until: Type.Optional(Time),
          statuses: Type.Optional(Type.Array(Type.Enum([...over]), { minItems: 1, uniqueItems: true })),
        }),
        response: answers(
          { 202: Type.Object({ replayed: Type.Integer(), next: orNull(Time) }) },
          'not_found',
          'conflict',
          'unprocessable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const endpointId = idFromPath('webhook_endpoint', request.params.id);
      const { since, until, statuses = over } = request.body;
      const wanted = {
        since: timeOf('since', since),
        ...(until === undefined ? {} : { until: timeOf('until', until) }),
        states: statuses,
      };
      const answer = await makeChange(deps, request, {
        action: 'webhook_endpoint.replayed',
        async work(tx) {
          const { replayed, next } = await dueAtEndpoint(tx, organizationId, endpointId, () =>
            replayDeliveries(tx, organizationId, endpointId, wanted),
          );
          const result = { replayed, next: next?.toISOString() ?? null };
          return { id: endpointId, result, details: { ...request.body, replayed } };
        },
        repeat: async () => ({ replayed: 0, next: null }),
      });
      await ring(deps, 'deliver');
      return reply.code(202).send(answer);
    },
  );

function timeOf(field: string, text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw unprocessable(field, 'must be a time, ISO 8601 as in 2026-01-31T09:30:00Z');
  return at;
}

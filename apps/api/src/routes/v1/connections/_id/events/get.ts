import { inTenant, listConnectionEvents } from '@latchkey/db';
import { readConnection } from '@latchkey/db/management';
import { connectionEventKinds, formatId } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { notFound } from '../../../../../errors.js';
import { ConnectionEvent } from '../../../../../wire/connection-event.js';
import { answers, pageOf, pageQuery, Time } from '../../../../../wire/schema.js';
import { optionalTime } from '../../../../../wire/time.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** GET /v1/connections/{id}/events */
export const listEventsRoute: Route = (api, deps) =>
  api.get(
    '/connections/:id/events',
    {
      config: { scope: 'connections:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listConnectionEvents',
        tags: ['connections'],
        summary: "A connection's log, newest first",
        description: 'Kept for 30 days. Refreshes that went well are one line, `renewed`, for the latest of them.',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object(
          {
            ...pageQuery,
            kind: Type.Optional(Type.Array(Type.Enum([...connectionEventKinds]))),
            since: Type.Optional(Time),
            until: Type.Optional(Time),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(ConnectionEvent) }, 'not_found'),
      },
    },
    async ({ apiKey, params, query }) => {
      const { organizationId } = apiKey;
      const connectionId = idFromPath('connection', params.id);
      if (!(await inTenant(deps.db, apiKey, (tx) => readConnection(tx, organizationId, connectionId))))
        throw notFound('connection');
      const page = await listConnectionEvents(deps.db, organizationId, {
        connectionId,
        limit: query.limit ?? 50,
        ...(query.after === undefined ? {} : { before: query.after }),
        ...(query.kind === undefined ? {} : { kinds: query.kind }),
        ...optionalTime('since', query.since),
        ...optionalTime('until', query.until),
      });
      return {
        items: page.events.map((event) => ({
          id: formatId('connection_event', event.id),
          at: event.at.toISOString(),
          kind: event.kind,
          reason: event.reason ?? null,
          actor: event.actor ?? null,
          details: { ...event.details },
        })),
        next: page.before ?? null,
      };
    },
  );

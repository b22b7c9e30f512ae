import {
  type ConnectionLink,
  readConnection,
  readFrozenApi,
  rejectAccessToken,
  reportExecution,
  type WholeConnection,
} from '@latchkey/db/management';
import { isExpirySignal } from '@latchkey/oauth';
import { scrub } from '@latchkey/vault';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { ring } from '../../../../../delete-with-grants.js';
import { notFound, unprocessable } from '../../../../../errors.js';
import { Connection, toConnection } from '../../../../../wire/connection.js';
import { answers, body, ref } from '../../../../../wire/schema.js';
import { idFromPath, idMember } from '../../../../../wire-ids.js';

/** POST /v1/connections/{id}/executions */
export const reportExecutionRoute: Route = (api, deps) =>
  api.post(
    '/connections/:id/executions',
    {
      config: { scope: 'executions:write', limitedKeys: 'held' },
      schema: {
        operationId: 'reportExecution',
        tags: ['connections'],
        summary: 'Report how an execution fared with a connection',
        description:
          'Turns the connection green or red. Only errors of the connection itself count, such as a 401 of the provider; texts are scrubbed before they are kept. With status 401, or what the definition declares in `api.expirySignals`, the token is renewed at once, unless it is younger than a minute.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          instanceId: Type.Optional(Type.String({ description: 'Required where several instances use it.' })),
          outcome: Type.Enum(['succeeded', 'connection_error']),
          message: Type.Optional(Type.String({ maxLength: 2000 })),
          providerStatus: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
          providerBody: Type.Optional(Type.String({ maxLength: 20_000 })),
        }),
        response: answers({ 200: ref(Connection) }, 'not_found', 'unprocessable', 'idempotency_key_reused'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection', request.params.id);
      const { outcome, message, providerStatus, providerBody } = request.body;
      const { instanceId } = idMember('instanceId', 'instance', request.body.instanceId);
      const read = async (tx: Parameters<typeof readConnection>[0]) => {
        const row = await readConnection(tx, organizationId, id);
        if (!row) throw notFound('connection');
        return row;
      };
      // The whole body is looked at, before it is scrubbed for keeping.
      const isTokenRejected = async (tx: Parameters<typeof readConnection>[0]) => {
        const frozen = await readFrozenApi(tx, organizationId, id);
        const seen = {
          ...(providerStatus === undefined ? {} : { status: providerStatus }),
          ...(providerBody === undefined ? {} : { body: providerBody }),
        };
        return frozen !== undefined && isExpirySignal(frozen.api, seen);
      };
      let rejected = 'left_alone' as 'due' | 'left_alone';
      const connection = await makeChange(deps, request, {
        action: 'unaudited',
        async work(tx) {
          const link = linkOf(await read(tx), instanceId);
          await reportExecution(tx, organizationId, link, {
            outcome,
            ...(message === undefined ? {} : { message: scrub(message) }),
            ...(providerStatus === undefined ? {} : { providerStatus }),
            ...(providerBody === undefined ? {} : { providerBody: scrub(providerBody) }),
            actor: request.apiKey.name,
          });
          if (outcome === 'connection_error' && (await isTokenRejected(tx)))
            rejected = await rejectAccessToken(tx, organizationId, id, request.apiKey.name);
          return { id, result: toConnection(await read(tx), deps.callbackPublicUrl) };
        },
        repeat: async (tx) => toConnection(await read(tx), deps.callbackPublicUrl),
      });
      if (rejected === 'due') await ring(deps, 'refresh');
      return connection;
    },
  );

function linkOf(connection: WholeConnection, instanceId: string | undefined): ConnectionLink {
  const { links } = connection;
  if (instanceId !== undefined) {
    const link = links.find((one) => one.instanceId === instanceId);
    if (!link) throw notFound('instance that uses this connection', 'instanceId');
    return link;
  }
  const [only, another] = links;
  if (!only) throw unprocessable('instanceId', 'cannot be guessed: no instance uses this connection');
  if (another) throw unprocessable('instanceId', 'is required: several instances use this connection');
  return only;
}

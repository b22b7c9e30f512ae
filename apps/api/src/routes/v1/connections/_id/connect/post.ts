import { inTenant, newId } from '@latchkey/db';
import { readConnection } from '@latchkey/db/management';
import { type ConnectionId, type DirectGrant, type GrantId, grantDirectly, type OrganizationId } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { actorOf, makeChange } from '../../../../../change.js';
import { notFound, Problem, unprocessable } from '../../../../../errors.js';
import { Connection, toConnection } from '../../../../../wire/connection.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/connections/{id}/connect */
export const connectDirectlyRoute: Route = (api, deps) =>
  api.post(
    '/connections/:id/connect',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'connectConnection',
        tags: ['connections'],
        summary: 'Connect without a person',
        description:
          'For grant types that nobody consents to (`client_credentials`, `jwt_bearer`, `password`): asks the provider for a token now with what is configured, and keeps it. Again, it tests what was changed since; a former grant is revoked once the new one is there.',
        params: Type.Object({ id: Type.String() }),
        response: answers(
          { 200: ref(Connection) },
          'not_found',
          'unprocessable',
          'client_misconfigured',
          'grant_refused',
          'unavailable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request) => {
      const organizationId = request.apiKey.organizationId as OrganizationId;
      const connectionId = idFromPath('connection', request.params.id) as ConnectionId;
      const read = async (tx: Parameters<typeof readConnection>[0]) => {
        const row = await readConnection(tx, organizationId, connectionId);
        if (!row) throw notFound('connection');
        return toConnection(row, deps.callbackPublicUrl);
      };
      // The request to the provider stays outside the transaction: one that comes again is told how things are now.
      const before = await makeChange<'first' | 'again'>(deps, request, {
        action: 'connection.connect_requested',
        async work(tx) {
          await read(tx);
          return { id: connectionId, result: 'first' };
        },
        repeat: async () => 'again',
      });
      if (before === 'first') {
        const grantId = newId<GrantId>();
        const { name } = actorOf(request);
        const actor = name === undefined ? {} : { actor: name };
        const result = await grantDirectly(deps.ports, { grantId, organizationId, connectionId, ...actor });
        if (result.kind !== 'granted') throw refusal(result);
      }
      return await inTenant(deps.db, request.apiKey, read);
    },
  );

function refusal(result: Exclude<DirectGrant, { readonly kind: 'granted' }>): Problem {
  if (result.kind === 'not_found') return notFound('connection');
  if (result.kind === 'misconfigured') return unprocessable(result.field, result.message);
  const { error, details } = result;
  const members = { error, provider: details };
  switch (error) {
    case 'client_misconfigured':
      return new Problem('client_misconfigured', {
        detail:
          'The provider refuses the client credentials, the scopes or another parameter; `provider` has its words.',
        members,
      });
    case 'provider_unavailable':
      return new Problem('unavailable', {
        detail: 'The provider could not be asked now. Ask again after Retry-After.',
        members,
        retryAfterSeconds: Math.min(Math.max(Math.ceil(result.retryAfterSeconds ?? 5), 1), 3600),
      });
    default:
      return new Problem('grant_refused', { detail: '`provider` has its words.', members });
  }
}

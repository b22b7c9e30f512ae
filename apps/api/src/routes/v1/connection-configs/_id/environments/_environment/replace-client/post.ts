import { readConnectionConfig, replaceClient } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../api.js';
import { makeChange } from '../../../../../../../change.js';
import {
  ClientIdText,
  ClientSecretText,
  sealSecret,
} from '../../../../../../../connection-config/save-environments.js';
import { notFound, Problem, unprocessable } from '../../../../../../../errors.js';
import { ConnectionConfig, toConnectionConfig } from '../../../../../../../wire/connection-config.js';
import { answers, body, ref } from '../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../wire-ids.js';

const Replaced = Type.Object({
  connectionConfig: ref(ConnectionConfig),
  formerClientId: Type.String(),
  grants: Type.Integer({ description: 'How many live grants were made with the former client.' }),
  consequence: Type.String({ description: 'What happens to them.' }),
});

/** POST /v1/connection-configs/{id}/environments/{environment}/replace-client */
export const replaceClientRoute: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/environments/:environment/replace-client',
    {
      config: { scope: 'clients:migrate', limitedKeys: 'held' },
      schema: {
        operationId: 'replaceClient',
        tags: ['connection configs'],
        summary: 'Migrate an environment to another client id',
        description:
          'The explicit way to change a client id under live grants, which PATCH refuses with `client_in_use`. Those grants keep the former client and its secrets, with which they are refreshed and revoked, until their customers reconnect; from then on the new client counts. Name how many there are in `grants`, so that the number is no surprise.',
        params: Type.Object({ id: Type.String(), environment: Type.String() }),
        body: body({
          clientId: ClientIdText,
          clientSecret: Type.Optional(ClientSecretText),
          grants: Type.Integer({
            minimum: 0,
            description: 'As many live grants as you expect; another number is a conflict.',
          }),
        }),
        response: answers(
          { 200: Replaced },
          'not_found',
          'conflict',
          'unprocessable',
          'idempotent_repeat_of_secret',
          'idempotency_key_reused',
        ),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const { environment } = request.params;
      const { clientId, clientSecret, grants } = request.body;
      const id = idFromPath('connection_config', request.params.id);
      const secret = clientSecret === undefined ? {} : { secret: await sealSecret(deps, organizationId, clientSecret) };
      return makeChange(deps, request, {
        action: 'connection_config.client_replaced',
        async work(tx) {
          const before = await readConnectionConfig(tx, organizationId, id);
          if (!before?.environments.some((one) => one.environment === environment))
            throw notFound(before ? 'environment' : 'connection config');
          const replaced = await replaceClient(tx, organizationId, id, { environment, clientId, ...secret }, grants);
          if (replaced.kind === 'no_client') throw unprocessable('environment', 'has no client yet: use PATCH');
          if (replaced.kind === 'same_client') throw unprocessable('clientId', 'is the present one');
          if (replaced.kind === 'has_keys')
            throw new Problem('conflict', {
              detail:
                'The grants of this environment are refreshed with a key pair that Latchkey keeps for it: make another connection config for the new client.',
            });
          if (replaced.kind === 'other_count')
            throw new Problem('conflict', {
              detail: `${replaced.grants} live grants were made with the present client id of this environment.`,
              errors: [{ field: 'grants', messages: [`is not ${replaced.grants}`] }],
            });
          const row = await readConnectionConfig(tx, organizationId, id);
          if (!row) throw notFound('connection config');
          const { formerClientId } = replaced;
          return {
            id,
            result: {
              connectionConfig: toConnectionConfig(row, deps.callbackPublicUrl),
              formerClientId,
              grants,
              consequence:
                'They keep the former client and its secrets until their customers reconnect, so leave that client registered at the provider.',
            },
            details: { environment, formerClientId, clientId, grants },
          };
        },
        repeat: 'secret',
      });
    },
  );

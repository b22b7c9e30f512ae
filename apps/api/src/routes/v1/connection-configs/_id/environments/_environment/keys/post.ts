import { newId } from '@latchkey/db';
import { addClientKey, listClientKeys, readConnectionConfig } from '@latchkey/db/management';
import type { Definition } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../../../api.js';
import { makeChange } from '../../../../../../../change.js';
import { generateClientKey, keyAlgorithms } from '../../../../../../../connection-config/generate-client-key.js';
import { notFound, unprocessable } from '../../../../../../../errors.js';
import { ClientKey, toClientKey } from '../../../../../../../wire/client-key.js';
import { answers, body, ref } from '../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../wire-ids.js';

/** POST /v1/connection-configs/{id}/environments/{environment}/keys */
export const createClientKey: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/environments/:environment/keys',
    {
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'createClientKey',
        tags: ['connection configs'],
        summary: 'Make a key for private_key_jwt',
        description:
          "The first key signs at once. A further one is published as the next; activate it when the provider has had time to fetch the environment's `jwksUri`. Should the provider refuse the current key, the next is tried.",
        params: Type.Object({ id: Type.String(), environment: Type.String() }),
        body: body({
          algorithm: Type.Optional(Type.Enum([...keyAlgorithms], { description: 'ES256 unless said otherwise.' })),
        }),
        response: answers({ 201: ref(ClientKey) }, 'not_found', 'unprocessable'),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const connectionConfigId = idFromPath('connection_config', request.params.id);
      const place = { connectionConfigId, environment: request.params.environment };
      const { privateJwk, publicJwk } = await generateClientKey(request.body.algorithm ?? 'ES256');
      // The row id is drawn before it is known whether it is needed: the seal is bound to it.
      const id = newId();
      const purpose = { organizationId, row: id, field: 'client_secret.value' } as const;
      const value = await deps.ports.vault.seal(purpose, privateJwk);
      const answer = await makeChange(deps, request, {
        action: 'client_key.created',
        async work(tx) {
          const config = await readConnectionConfig(tx, organizationId, connectionConfigId);
          if (!config?.environments.some(({ environment }) => environment === place.environment))
            throw notFound('environment of a connection config');
          const { token } = config.definition as unknown as Definition;
          if (token.clientAuthentication !== 'private_key_jwt')
            throw unprocessable(
              'definition.token.clientAuthentication',
              'must be private_key_jwt: with any other method a key would never be used',
            );
          const state = await addClientKey(tx, organizationId, place, { id, value, publicJwk });
          if (state === 'no_client')
            throw unprocessable(
              `environments.${place.environment}.clientId`,
              'is needed first: a provisional one will do, the keys stay when it changes',
            );
          const details = { environment: place.environment, kid: publicJwk.kid, state };
          return { id, result: toClientKey({ id, publicJwk, state, createdAt: new Date() }), details };
        },
        async repeat(tx, made) {
          const key = (await listClientKeys(tx, organizationId, place)).find((one) => one.id === made);
          return key && toClientKey(key);
        },
      });
      return await reply.code(201).send(answer);
    },
  );

import { inTenant } from '@latchkey/db';
import {
  type ConfigWithEnvironments,
  liveGrants,
  readConnectionConfig,
  readEnvironmentClient,
  recordAuditEvent,
} from '@latchkey/db/management';
import {
  type ConnectionConfigId,
  jwksUri,
  type RegisteredClient,
  registerClient,
  reveal,
  secret,
} from '@latchkey/oauth';
import { Type } from 'typebox';
import type { KeyedRequest, Route } from '../../../../../../../api.js';
import type { ApiDeps } from '../../../../../../../api-deps.js';
import { actorOf, makeChange } from '../../../../../../../change.js';
import {
  auditedEnvironments,
  saveEnvironments,
  sealEnvironments,
} from '../../../../../../../connection-config/save-environments.js';
import { notFound, Problem, unprocessable } from '../../../../../../../errors.js';
import { outsideLimits } from '../../../../../../../key-reach.js';
import { engineDefinitionOf, redirectUriFor } from '../../../../../../../wire/connection-config.js';
import { answers, body, Name, orNull } from '../../../../../../../wire/schema.js';
import { idFromPath } from '../../../../../../../wire-ids.js';

const Answer = Type.Object({
  clientId: orNull(Type.String()),
  callbackUrl: Type.String({ description: 'What was registered as the redirect URI.' }),
  notes: Type.Array(Type.String(), { description: 'What is to be done or known besides, in sentences.' }),
});

/** POST /v1/connection-configs/{id}/environments/{environment}/register */
export const registerClientRoute: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/environments/:environment/register',
    {
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'registerClient',
        tags: ['connection configs'],
        summary: 'Register a client at the provider',
        description:
          "Dynamic client registration (RFC 7591) where the definition has `registration`: registers the environment's callback URL and keeps the client id and secret that the provider gives. Takes the place of a former client, but not while grants made with it live.",
        params: Type.Object({ id: Type.String(), environment: Type.String() }),
        body: body({
          clientName: Type.Optional(Name),
          initialAccessToken: Type.Optional(
            Object.assign(Type.String({ minLength: 1, maxLength: 10_000, pattern: '^[\\x21-\\x7e]+$' }), {
              writeOnly: true,
              description: 'Where the provider gives registrations to those only who have one. Not kept.',
            }),
          ),
          inputs: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 10_000 }))),
        }),
        response: answers(
          { 201: Answer },
          'not_found',
          'client_in_use',
          'unprocessable',
          'client_misconfigured',
          'unavailable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection_config', request.params.id);
      const { environment } = request.params;
      const { inputs = {} } = request.body;
      const redirectUri = async (config: ConfigWithEnvironments) => {
        const url = await redirectUriFor(config, environment, inputs, deps.callbackPublicUrl);
        if (url !== undefined) return url;
        throw unprocessable('inputs', 'must say which server it is: each has a redirect URI of its own');
      };
      // The request to the provider stays outside the transaction: one that comes again registers nothing anew.
      const before = await makeChange<ConfigWithEnvironments | 'again'>(deps, request, {
        action: 'connection_config.registration_requested',
        async work(tx) {
          const config = await readConnectionConfig(tx, organizationId, id);
          if (!config?.environments.some((one) => one.environment === environment))
            throw notFound('environment of a connection config');
          // Before the provider is asked; keeping the answer would be refused as well.
          if (request.apiKey.reach?.integrationIds && config.integrationId === null)
            throw outsideLimits(request.apiKey);
          const client = await readEnvironmentClient(tx, organizationId, id, environment);
          if (client) await assertUnused(tx, organizationId, client.clientRowId, environment);
          return { id, result: config, details: { environment } };
        },
        repeat: async () => 'again',
      });
      const notes: string[] = [];
      if (before !== 'again') {
        const { clientName = before.name, initialAccessToken } = request.body;
        const registered = await registerClient(deps.ports, engineDefinitionOf(before), inputs, {
          clientName,
          redirectUri: await redirectUri(before),
          jwksUri: jwksUri(deps.callbackPublicUrl, id as ConnectionConfigId, environment),
          scopes: before.scopes,
          ...(initialAccessToken === undefined ? {} : { initialAccessToken: secret(initialAccessToken) }),
        });
        if (registered.kind !== 'registered') throw refusal(registered);
        await keep(deps, request, { configId: id, environment }, registered);
        notes.push(...registered.notes);
      }
      const after = await inTenant(deps.db, request.apiKey, (tx) => readConnectionConfig(tx, organizationId, id));
      if (!after) throw notFound('connection config');
      const clientId = after.environments.find((one) => one.environment === environment)?.client?.clientId ?? null;
      return await reply.code(201).send({ clientId, callbackUrl: await redirectUri(after), notes });
    },
  );

async function assertUnused(
  tx: Parameters<typeof liveGrants>[0],
  organizationId: string,
  clientRowId: string,
  environment: string,
): Promise<void> {
  const grants = await liveGrants(tx, organizationId, clientRowId);
  if (grants > 0)
    throw new Problem('client_in_use', {
      detail: `${grants} live grants were made with the present client id of this environment; disconnect them first.`,
      errors: [{ field: `environments.${environment}.clientId`, messages: ['cannot change while grants live'] }],
    });
}

async function keep(
  deps: ApiDeps,
  request: KeyedRequest,
  { configId, environment }: { readonly configId: string; readonly environment: string },
  { clientId, clientSecret }: RegisteredClient & { readonly kind: 'registered' },
): Promise<void> {
  const { organizationId } = request.apiKey;
  const credentials = await sealEnvironments(deps, organizationId, {
    [environment]: { clientId, ...(clientSecret ? { clientSecret: reveal(clientSecret) } : {}) },
  });
  await inTenant(deps.db, request.apiKey, async (tx) => {
    await saveEnvironments(tx, organizationId, configId, credentials);
    await recordAuditEvent(tx, organizationId, actorOf(request), {
      action: 'connection_config.client_registered',
      targetKind: 'connection_config',
      targetId: configId,
      details: { environments: auditedEnvironments(credentials) },
    });
  });
}

function refusal(failed: RegisteredClient & { readonly kind: 'misconfigured' | 'refused' | 'unavailable' }): Problem {
  if (failed.kind === 'misconfigured') return unprocessable(failed.field, failed.message);
  return new Problem(failed.kind === 'refused' ? 'client_misconfigured' : 'unavailable', { detail: failed.message });
}

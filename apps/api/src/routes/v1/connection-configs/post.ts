import { createConnectionConfig, readConnectionConfig, readIntegration } from '@latchkey/db/management';
import { type Definition, withInputs } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../api.js';
import { makeChange } from '../../../change.js';
import { checkCompletion } from '../../../connection-config/check-completion.js';
import { checkSettings } from '../../../connection-config/check-settings.js';
import { chooseDefinition, grantTypeOf } from '../../../connection-config/choose-definition.js';
import { saveCallbackDomains } from '../../../connection-config/save-callback-domains.js';
import {
  auditedEnvironments,
  EnvironmentsBody,
  saveEnvironments,
  sealEnvironments,
} from '../../../connection-config/save-environments.js';
import { type FieldError, notFound, Problem } from '../../../errors.js';
import {
  Completion,
  ConnectionConfig,
  completionRedirectUriText,
  Input,
  levels,
  toConnectionConfig,
} from '../../../wire/connection-config.js';
import { DefinitionBody } from '../../../wire/definition.js';
import { answers, body, Key, Name, ref } from '../../../wire/schema.js';
import { idMember } from '../../../wire-ids.js';

const Body = body({
  key: Key,
  name: Type.Optional(Name),
  integrationId: Type.Optional(Type.String({ description: 'Leave it out for one that several integrations use.' })),
  level: Type.Optional(Type.Enum([...levels], { default: 'instance' })),
  provider: Type.Optional(Type.String({ description: "The catalogue's key; or give `definition`." })),
  definition: Type.Optional(DefinitionBody),
  grantType: Type.Optional(Type.String({ description: 'The definition says which; given, it must be the same.' })),
  environments: Type.Optional(EnvironmentsBody),
  scopes: Type.Optional(
    Type.Array(Type.String({ maxLength: 500 }), {
      maxItems: 200,
      uniqueItems: true,
      description: 'What to ask for; the scopes that the definition marks as required, unless said otherwise.',
    }),
  ),
  inputs: Type.Optional(Type.Array(ref(Input), { maxItems: 50 })),
  oauthSuccessRedirectUri: Type.Optional(Type.String({ maxLength: 2000 })),
  oauthFailureRedirectUri: Type.Optional(Type.String({ maxLength: 2000 })),
  refreshPolicy: Type.Optional(Type.Enum(['always', 'when_used'])),
  completion: Type.Optional(Completion),
  completionRedirectUri: Type.Optional(Type.String({ maxLength: 2000, description: completionRedirectUriText })),
});

/** POST /v1/connection-configs */
export const createConfig: Route = (api, deps) =>
  api.post(
    '/connection-configs',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'createConnectionConfig',
        tags: ['connection configs'],
        summary: 'Make a connection config',
        description:
          'Answers a `callbackUrl` for each environment: register it as redirect URI at the provider. The client secret is sealed and never answered.',
        body: Body,
        response: answers(
          { 201: ref(ConnectionConfig) },
          'not_found',
          'conflict',
          'unprocessable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request, reply) => {
      const { organizationId } = request.apiKey;
      const given = request.body;
      const errors: FieldError[] = [];
      const chosen = chooseDefinition(deps, given, given.inputs ?? [], errors);
      checkSettings(deps, given, errors);
      const { completion = 'wizard', completionRedirectUri } = given;
      if (chosen) checkCompletion(chosen.definition, { completion, completionRedirectUri }, errors);
      const grantType = chosen && grantTypeOf(chosen.definition, given.grantType, errors);
      if (!chosen || !grantType || errors.length > 0) throw new Problem('unprocessable', { errors });
      const { integrationId } = idMember('integrationId', 'integration', given.integrationId);
      const credentials = await sealEnvironments(deps, organizationId, given.environments ?? {});
      const read = async (tx: Parameters<typeof readConnectionConfig>[0], id: string) => {
        const row = await readConnectionConfig(tx, organizationId, id);
        if (!row) throw notFound('connection config');
        return toConnectionConfig(row, deps.callbackPublicUrl);
      };
      const config = await makeChange(deps, request, {
        action: 'connection_config.created',
        unique: { field: 'key', message: 'belongs to another connection config: choose another one' },
        async work(tx) {
          if (integrationId !== undefined && !(await readIntegration(tx, organizationId, integrationId)))
            throw notFound('integration', 'integrationId');
          const id = await createConnectionConfig(tx, organizationId, {
            key: given.key,
            name: given.name ?? chosen.definition.name,
            ...(integrationId === undefined ? {} : { integrationId }),
            level: given.level ?? 'instance',
            grantType,
            ...chosen,
            scopes: given.scopes ?? requiredScopes(chosen.definition),
            inputs: withInputs(chosen.definition, given.inputs ?? []).inputs ?? [],
            ...(given.oauthSuccessRedirectUri === undefined
              ? {}
              : { oauthSuccessRedirectUri: given.oauthSuccessRedirectUri }),
            ...(given.oauthFailureRedirectUri === undefined
              ? {}
              : { oauthFailureRedirectUri: given.oauthFailureRedirectUri }),
            refreshPolicy: given.refreshPolicy ?? 'always',
            completion,
            ...(completionRedirectUri === undefined ? {} : { completionRedirectUri }),
          });
          await saveEnvironments(tx, organizationId, id, credentials);
          await saveCallbackDomains(tx, organizationId, id, given.environments ?? {});
          const { definitionVersion } = chosen;
          const details = {
            key: given.key,
            definitionVersion,
            environments: auditedEnvironments(credentials, given.environments),
          };
          return { id, result: await read(tx, id), details };
        },
        repeat: read,
      });
      return reply.code(201).send(config);
    },
  );

function requiredScopes({ scopes = [] }: Definition): string[] {
  return scopes.filter(({ need }) => need === 'required').map(({ scope }) => scope);
}

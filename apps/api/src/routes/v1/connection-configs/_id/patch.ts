import { readConnectionConfig, updateConnectionConfig } from '@latchkey/db/management';
import { type CompletionKind, type Definition, type InputDefinition, withInputs } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { checkCompletion } from '../../../../connection-config/check-completion.js';
import { checkSettings } from '../../../../connection-config/check-settings.js';
import { checkTogether, chooseDefinition } from '../../../../connection-config/choose-definition.js';
import { declaredInputs } from '../../../../connection-config/declared-inputs.js';
import { guardDestinations } from '../../../../connection-config/guard-destinations.js';
import { saveCallbackDomains } from '../../../../connection-config/save-callback-domains.js';
import {
  auditedEnvironments,
  EnvironmentsBody,
  saveEnvironments,
  sealEnvironments,
} from '../../../../connection-config/save-environments.js';
import { type FieldError, notFound, Problem } from '../../../../errors.js';
import { outsideLimits } from '../../../../key-reach.js';
import { Completion, ConnectionConfig, Input, toConnectionConfig } from '../../../../wire/connection-config.js';
import { DefinitionBody } from '../../../../wire/definition.js';
import { answers, body, Name, nullable, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

const Url = Type.String({ maxLength: 2000 });

const Body = body({
  name: Type.Optional(Name),
  provider: Type.Optional(Type.String()),
  definition: Type.Optional(DefinitionBody),
  environments: Type.Optional(EnvironmentsBody),
  scopes: Type.Optional(Type.Array(Type.String({ maxLength: 500 }), { maxItems: 200, uniqueItems: true })),
  inputs: Type.Optional(Type.Array(ref(Input), { maxItems: 50 })),
  oauthSuccessRedirectUri: Type.Optional(nullable(Url)),
  oauthFailureRedirectUri: Type.Optional(nullable(Url)),
  refreshPolicy: Type.Optional(Type.Enum(['always', 'when_used'])),
  completion: Type.Optional(Completion),
  completionRedirectUri: Type.Optional(nullable(Url)),
});

/** PATCH /v1/connection-configs/{id} */
export const updateConfig: Route = (api, deps) =>
  api.patch(
    '/connection-configs/:id',
    {
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'updateConnectionConfig',
        tags: ['connection configs'],
        summary: 'Change a connection config',
        description:
          'Grants keep the endpoints and the client that they were made with; changes take effect at the next Connect. A new `clientSecret` becomes the current one for old grants too. Key, level and grant type never change, and a `clientId` not while grants made with it live: see `replace-client`. The pinned definition of a catalogue’s provider stays as it is: see `upgrade`.',
        params: Type.Object({ id: Type.String() }),
        body: Body,
        response: answers({ 200: ref(ConnectionConfig) }, 'not_found', 'client_in_use', 'unprocessable'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection_config', request.params.id);
      const { environments, provider, definition, inputs, ...plain } = request.body;
      const others = Object.keys(request.body).filter((name) => name !== 'environments');
      if (request.apiKey.reach?.environment !== undefined && others.length > 0)
        throw outsideLimits(request.apiKey, `${others.join(', ')} belong to all environments: leave them out.`);
      const errors: FieldError[] = [];
      checkSettings(deps, request.body, errors);
      if (errors.length > 0) throw new Problem('unprocessable', { errors });
      const credentials = await sealEnvironments(deps, organizationId, environments ?? {});
      return makeChange(deps, request, {
        action: 'connection_config.updated',
        async work(tx) {
          const before = await readConnectionConfig(tx, organizationId, id);
          if (!before) throw notFound('connection config');
          const declared = inputs ?? declaredInputs(before);
          // Naming the provider that is there already is no wish for its newest definition: that is POST …/upgrade.
          const isSame = provider !== undefined && provider === before.providerKey && definition === undefined;
          const isRedefined = !isSame && (provider !== undefined || definition !== undefined);
          const chosen = isRedefined ? chooseDefinition(deps, request.body, declared, errors) : undefined;
          const { grantType = 'authorization_code' } = chosen?.definition ?? {};
          if (chosen && grantType !== before.grantType)
            errors.push({
              field: 'definition.grantType',
              messages: [`must stay ${before.grantType}: make another connection config for another grant type`],
            });
          const kept = before.definition as unknown as Definition;
          const { completion = before.completion as CompletionKind, completionRedirectUri } = request.body;
          const destination =
            completionRedirectUri === undefined ? before.completionRedirectUri : completionRedirectUri;
          const settings = { completion, completionRedirectUri: destination };
          if (chosen || request.body.completion !== undefined || completionRedirectUri !== undefined)
            checkCompletion(chosen?.definition ?? kept, settings, errors);
          if (!isRedefined && inputs) checkTogether(kept, declared, errors);
          if (errors.length > 0) throw new Problem('unprocessable', { errors });
          const savedInputs = before.inputs as unknown as readonly InputDefinition[];
          await guardDestinations(tx, request, before, {
            before: withInputs(kept, savedInputs),
            after: inputs || chosen ? withInputs(chosen?.definition ?? kept, declared) : withInputs(kept, savedInputs),
            credentials,
          });
          await updateConnectionConfig(tx, organizationId, id, {
            ...plain,
            ...(inputs || chosen ? { inputs: withInputs(chosen?.definition ?? kept, declared).inputs ?? [] } : {}),
            ...(chosen
              ? {
                  providerKey: chosen.providerKey ?? null,
                  definition: chosen.definition,
                  definitionVersion: chosen.definitionVersion,
                }
              : {}),
          });
          await saveEnvironments(tx, organizationId, id, credentials);
          await saveCallbackDomains(tx, organizationId, id, environments ?? {});
          const row = await readConnectionConfig(tx, organizationId, id);
          if (!row) throw notFound('connection config');
          const { definitionVersion } = row;
          const changed = Object.keys(request.body);
          const details = { changed, definitionVersion, environments: auditedEnvironments(credentials, environments) };
          return { id, result: toConnectionConfig(row, deps.callbackPublicUrl), details };
        },
      });
    },
  );

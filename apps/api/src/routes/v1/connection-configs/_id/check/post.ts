import { inTenant, type TenantTransaction } from '@latchkey/db';
import {
  type ConfigWithEnvironments,
  type EnvironmentClient,
  isAddressInUse,
  type LiveSecret,
  readConnectionConfig,
  readEnvironmentClient,
} from '@latchkey/db/management';
import {
  addressInputs,
  checkInputs,
  checkRegistration,
  credentialAddresses,
  type Definition,
  type InputDefinition,
  newAddress,
  type Secret,
  secret,
} from '@latchkey/oauth';
import { Type } from 'typebox';
import type { RequestKey, Route } from '../../../../../api.js';
import type { ApiDeps } from '../../../../../api-deps.js';
import { notFound, Problem, unprocessable } from '../../../../../errors.js';
import { outsideLimits } from '../../../../../key-reach.js';
import { engineDefinitionOf, redirectUriFor, redirectUriOf } from '../../../../../wire/connection-config.js';
import { Finding } from '../../../../../wire/finding.js';
import { answers, body, orNull, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

const Body = body({
  environment: Type.Optional(
    Type.String({ maxLength: 32, description: 'The only one, or `production`, unless said otherwise.' }),
  ),
  inputs: Type.Optional(
    Type.Record(Type.String(), Type.String({ maxLength: 10_000 }), {
      description: 'Values to try the inputs with; they are not kept.',
    }),
  ),
});

/** POST /v1/connection-configs/{id}/check */
export const checkConfig: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/check',
    {
      // It calls the provider with the client's credentials: more than reading.
      config: { scope: 'configs:write', limitedKeys: 'held' },
      schema: {
        operationId: 'checkConnectionConfig',
        tags: ['connection configs'],
        summary: 'Find out whether a registration is right',
        description:
          'Asks the endpoints of the provider a few harmless questions: with a code that was never issued, with a secret that is surely wrong, with a callback URL that nobody registered. Changes nothing. `cannot_tell` is an honest answer: some providers do not show it.',
        params: Type.Object({ id: Type.String() }),
        body: Body,
        response: answers(
          {
            200: Type.Object({
              environment: Type.String(),
              callbackUrl: orNull(
                Type.String({
                  description:
                    'The redirect URI to register at the provider with these inputs; null while they do not say which server it is.',
                }),
              ),
              findings: Type.Array(ref(Finding)),
            }),
          },
          'not_found',
          'unprocessable',
        ),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection_config', request.params.id);
      const { environment: wanted, inputs = {} } = request.body;
      const { config, definition, environment, values, client } = await inTenant(
        deps.db,
        request.apiKey,
        async (tx) => {
          const row = await readConnectionConfig(tx, organizationId, id);
          if (!row) throw notFound('connection config');
          const chosen = chooseEnvironment(
            row.environments.map((one) => one.environment),
            wanted,
          );
          const merged = engineDefinitionOf(row);
          const tried = {
            ...{ config: row, definition: merged, environment: chosen },
            values: splitInputs(merged.inputs ?? [], inputs),
          };
          // Where each customer brings a client, the vendor's is nothing to the hosts that they choose.
          const isOwn = merged.client?.owner === 'connection';
          const found = isOwn ? undefined : await readEnvironmentClient(tx, organizationId, id, chosen);
          if (found) await guardTry(tx, request.apiKey, { ...tried, client: found });
          return { ...tried, client: found };
        },
      );
      const opened = async (name: 'current' | 'next', one: LiveSecret | undefined) =>
        one ? { [name]: await open(deps, organizationId, one) } : {};
      const callbackUrl = await redirectUriFor(config, environment, values.inputs, deps.callbackPublicUrl);
      const findings = await checkRegistration(deps.ports, {
        definition,
        origin: config.providerKey === null ? 'inline' : 'catalogue',
        environment,
        scopes: config.scopes,
        redirectUri: callbackUrl ?? redirectUriOf(config, environment, deps.callbackPublicUrl),
        ...(client
          ? {
              client: {
                clientId: client.clientId,
                ...(await opened('current', client.current)),
                ...(await opened('next', client.next)),
              },
            }
          : {}),
        ...values,
      });
      return { environment, callbackUrl: callbackUrl ?? null, findings: findings.map((one) => ({ ...one })) };
    },
  );

/** A saved secret is tried nowhere that it has not gone to, but by keys that may migrate clients. */
async function guardTry(
  tx: TenantTransaction,
  key: RequestKey,
  given: {
    readonly config: ConfigWithEnvironments;
    readonly definition: Definition;
    readonly environment: string;
    readonly values: { readonly inputs: Readonly<Record<string, string>> };
    readonly client: EnvironmentClient;
  },
): Promise<void> {
  const { config, definition, environment, client } = given;
  const { inputs } = given.values;
  const chooses = addressInputs(definition).some((name) => Object.hasOwn(inputs, name));
  if (chooses && config.integrationId === null && key.reach?.integrationIds)
    throw outsideLimits(
      key,
      'The client of this connection config is everybody’s: try it without inputs that choose a host.',
    );
  if (key.scopes.includes('clients:migrate') || !(client.current ?? client.next)) return;
  const addressesOf = (values: typeof inputs) => credentialAddresses(definition, environment, values);
  if (newAddress(addressesOf({}), addressesOf(inputs)) !== 'free') return;
  const place = { configId: config.id, environment, definition, inputs };
  if (await isAddressInUse(tx, key.organizationId, place)) return;
  throw new Problem('missing_scope', {
    detail:
      'These inputs choose a host that the saved client secret has not gone to: use a key with the scope clients:migrate.',
    members: { scope: 'clients:migrate' },
  });
}

function chooseEnvironment(names: readonly string[], wanted: string | undefined): string {
  const only = names.length === 1 ? (names[0] as string) : 'production';
  const chosen = wanted ?? only;
  if (wanted !== undefined && !names.includes(wanted))
    throw unprocessable('environment', `must be one of ${names.join(', ') || 'the config’s environments'}`);
  return chosen;
}

/** Plain values go into the templates, secret ones are wrapped; what does not fit is refused. */
function splitInputs(
  definitions: readonly InputDefinition[],
  given: Readonly<Record<string, string>>,
): { readonly inputs: Record<string, string>; readonly secretInputs: Record<string, Secret> } {
  const checked = checkInputs(definitions, given, ['hidden', 'organization', 'customer']);
  if (checked.kind === 'refused')
    throw new Problem('unprocessable', {
      errors: checked.problems.map(({ name, message }) => ({ field: `inputs.${name}`, messages: [message] })),
    });
  const inputs: Record<string, string> = {};
  const secretInputs: Record<string, Secret> = {};
  for (const [{ name, type }, value] of checked.values) {
    if (type === 'secret') secretInputs[name] = secret(value);
    else inputs[name] = value;
  }
  return { inputs, secretInputs };
}

async function open(deps: Pick<ApiDeps, 'ports'>, organizationId: string, one: LiveSecret): Promise<Secret> {
  return await deps.ports.vault.open({ organizationId, row: one.id, field: 'client_secret.value' }, one.value);
}

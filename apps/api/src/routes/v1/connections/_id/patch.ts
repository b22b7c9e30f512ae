import { inTenant } from '@latchkey/db';
import {
  type GivenToConnection,
  overrideScopes,
  ownClientSecret,
  readConnection,
  saveConnectionClient,
  saveInputs,
} from '@latchkey/db/management';
import { checkInputs, type InputDefinition, type Sealed, secret } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import type { ApiDeps } from '../../../../api-deps.js';
import { actorOf, makeChange } from '../../../../change.js';
import { checkSettings } from '../../../../connection-config/check-settings.js';
import { sealSecret } from '../../../../connection-config/save-environments.js';
import { type FieldError, notFound, Problem, unprocessable } from '../../../../errors.js';
import { guardAddresses } from '../../../../guard-addresses.js';
import { Connection, toConnection } from '../../../../wire/connection.js';
import { answers, body, nullable, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** PATCH /v1/connections/{id} */
export const updateConnection: Route = (api, deps) =>
  api.patch(
    '/connections/:id',
    {
      config: { scope: 'connections:write', limitedKeys: 'held' },
      schema: {
        operationId: 'updateConnection',
        tags: ['connections'],
        summary: "Change a connection's inputs, scopes and own client",
        description:
          'Takes effect at the next Connect: the present grant keeps what it was made with. Saved secrets go to no new address: inputs that lead to another host need the secrets again in the same request, or the scope `clients:migrate`.',
        params: Type.Object({ id: Type.String() }),
        body: body({
          inputs: Type.Optional(
            Type.Record(Type.String(), Type.String({ maxLength: 10_000 }), {
              description: 'By name; an empty text takes a value away. Secrets are sealed and never answered here.',
            }),
          ),
          scopesOverride: Type.Optional(
            Type.Array(Type.String({ maxLength: 500 }), {
              maxItems: 200,
              uniqueItems: true,
              description: "Instead of the config's scopes; an empty list means the config's.",
            }),
          ),
          clientId: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 1000,
              pattern: '^[\\x20-\\x7e]+$',
              description: 'Only where the definition says that each customer brings a client of their own.',
            }),
          ),
          clientSecret: Type.Optional(
            Object.assign(nullable(Type.String({ minLength: 1, maxLength: 10_000 })), {
              writeOnly: true,
              description: 'The same. Never answered again; null takes it away (a public client).',
            }),
          ),
        }),
        response: answers({ 200: ref(Connection) }, 'not_found', 'unprocessable'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection', request.params.id);
      const { inputs = {}, scopesOverride, clientId, clientSecret } = request.body;
      const hasClient = clientId !== undefined || clientSecret !== undefined;
      const before = await inTenant(deps.db, request.apiKey, (tx) => readConnection(tx, organizationId, id));
      if (!before) throw notFound('connection');
      const errors: FieldError[] = [];
      const scopeErrors: FieldError[] = [];
      checkSettings(deps, { scopes: scopesOverride ?? [] }, scopeErrors);
      for (const { field, messages } of scopeErrors)
        errors.push({ field: field.replace('scopes', 'scopesOverride'), messages });
      const checked = checkInputs(before.inputDefinitions, inputs, ['hidden', 'organization', 'customer']);
      if (checked.kind === 'refused')
        errors.push(...checked.problems.map(({ name, message }) => ({ field: `inputs.${name}`, messages: [message] })));
      // Where the vendor's client goes is the config's matter, not one connection's.
      const isFree = before.inputDefinitions.some(
        ({ name, visibility, hosts }) =>
          Object.hasOwn(inputs, name) && visibility !== 'customer' && hosts?.includes('*'),
      );
      if (isFree && before.clientOwner !== 'connection' && !request.apiKey.scopes.includes('configs:write'))
        throw new Problem('missing_scope', {
          detail:
            "These inputs choose the host that the vendor's client credentials go to: use a key with configs:write.",
          members: { scope: 'configs:write' },
        });
      if (hasClient && before.clientOwner !== 'connection')
        errors.push({
          field: clientId === undefined ? 'clientSecret' : 'clientId',
          messages: ['belongs to the connection config: change it in its environments'],
        });
      if (errors.length > 0 || checked.kind === 'refused') throw new Problem('unprocessable', { errors });
      const secretGiven =
        clientSecret === undefined ? {} : { secret: await sealSecret(deps, organizationId, clientSecret) };
      const values = await sealSecrets(deps, organizationId, id, checked.values);
      return makeChange(deps, request, {
        action: 'connection.updated',
        async work(tx) {
          await guardAddresses(tx, request.apiKey, id, givenOf(values, clientId, clientSecret));
          if (scopesOverride) await overrideScopes(tx, organizationId, id, scopesOverride);
          if (values.length > 0) await saveInputs(tx, organizationId, id, values, actorOf(request).name);
          if (hasClient) {
            const given = { ...(clientId === undefined ? {} : { clientId }), ...secretGiven };
            const { name: actor } = actorOf(request);
            const saved = await saveConnectionClient(tx, organizationId, id, { ...given, ...(actor ? { actor } : {}) });
            if (saved.kind === 'no_client_id') throw unprocessable('clientId', 'is required with a clientSecret');
          }
          const row = await readConnection(tx, organizationId, id);
          if (!row) throw notFound('connection');
          const details = {
            inputs: values.map(({ name }) => name),
            ...(scopesOverride ? { scopesOverride } : {}),
            ...(clientId === undefined ? {} : { clientId }),
            ...(clientSecret === undefined ? {} : { clientSecret: 'changed' }),
          };
          return { id, result: toConnection(row, deps.callbackPublicUrl), details };
        },
      });
    },
  );

type GivenValues = readonly { readonly name: string; readonly value: string | Sealed }[];

function givenOf(
  values: GivenValues,
  clientId: string | undefined,
  clientSecret: string | null | undefined,
): GivenToConnection {
  const inputs = values.flatMap(({ name, value }) => (typeof value === 'string' ? [[name, value] as const] : []));
  const sealed = values.flatMap(({ name, value }) => (typeof value === 'string' ? [] : [name]));
  return {
    inputs: Object.fromEntries(inputs),
    secrets: clientSecret === undefined ? sealed : [...sealed, ownClientSecret],
    ...(clientId === undefined ? {} : { clientId }),
  };
}

async function sealSecrets(
  deps: Pick<ApiDeps, 'ports'>,
  organizationId: string,
  connectionId: string,
  values: ReadonlyMap<InputDefinition, string>,
): Promise<GivenValues> {
  const purpose = { organizationId, row: connectionId, field: 'connection_input.value' as const };
  return Promise.all(
    [...values].map(async ([{ name, type }, value]) => ({
      name,
      value: type === 'secret' && value !== '' ? await deps.ports.vault.seal(purpose, secret(value)) : value,
    })),
  );
}

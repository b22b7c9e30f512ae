import { readConnectionConfig, updateConnectionConfig } from '@latchkey/db/management';
import { withInputs } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { makeChange } from '../../../../../change.js';
import { checkTogether } from '../../../../../connection-config/choose-definition.js';
import { declaredInputs } from '../../../../../connection-config/declared-inputs.js';
import { findUpgrade } from '../../../../../connection-config/find-upgrade.js';
import { type FieldError, notFound, Problem } from '../../../../../errors.js';
import { ConnectionConfig, toConnectionConfig } from '../../../../../wire/connection-config.js';
import { answers, body, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/connection-configs/{id}/upgrade */
export const upgradeConfig: Route = (api, deps) =>
  api.post(
    '/connection-configs/:id/upgrade',
    {
      config: { scope: 'configs:write', limitedKeys: 'to_integrations' },
      schema: {
        operationId: 'upgradeConnectionConfig',
        tags: ['connection configs'],
        summary: "Adopt the catalogue's present definition",
        description:
          'Name the `presentVersion` that the differences were shown for, so that nothing else is adopted. Grants keep what they were made with; it counts from the next Connect.',
        params: Type.Object({ id: Type.String() }),
        body: body({ definitionVersion: Type.String({ maxLength: 200 }) }),
        response: answers(
          { 200: ref(ConnectionConfig) },
          'not_found',
          'conflict',
          'unprocessable',
          'idempotency_key_reused',
        ),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('connection_config', request.params.id);
      const read = async (tx: Parameters<typeof readConnectionConfig>[0]) => {
        const row = await readConnectionConfig(tx, organizationId, id);
        if (!row) throw notFound('connection config');
        return row;
      };
      return makeChange(deps, request, {
        action: 'connection_config.upgraded',
        async work(tx) {
          const before = await read(tx);
          const { definition, present, differences } = findUpgrade(before);
          if (request.body.definitionVersion !== present)
            throw new Problem('conflict', {
              detail: 'The catalogue has another definition by now: look at the differences again.',
              errors: [{ field: 'definitionVersion', messages: [`is not the present one, ${present}`] }],
            });
          const errors: FieldError[] = [];
          const { grantType = 'authorization_code' } = definition;
          if (grantType !== before.grantType)
            errors.push({ field: 'definition.grantType', messages: [`was ${before.grantType}: make another config`] });
          const declared = declaredInputs(before);
          checkTogether(definition, declared, errors);
          if (errors.length > 0) throw new Problem('unprocessable', { errors });
          await updateConnectionConfig(tx, organizationId, id, {
            definition,
            definitionVersion: present,
            inputs: withInputs(definition, declared).inputs ?? [],
          });
          const details = {
            from: before.definitionVersion,
            to: present,
            fields: differences.map(({ field }) => field),
          };
          return { id, result: toConnectionConfig(await read(tx), deps.callbackPublicUrl), details };
        },
        repeat: async (tx) => toConnectionConfig(await read(tx), deps.callbackPublicUrl),
      });
    },
  );

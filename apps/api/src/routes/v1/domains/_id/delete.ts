import { deleteDomain } from '@latchkey/db/management';
import { Type } from 'typebox';
import type { Route } from '../../../../api.js';
import { makeChange } from '../../../../change.js';
import { notFound, Problem } from '../../../../errors.js';
import { Domain, toDomain } from '../../../../wire/domain.js';
import { answers, ref } from '../../../../wire/schema.js';
import { idFromPath } from '../../../../wire-ids.js';

/** DELETE /v1/domains/{id} */
export const deleteDomainRoute: Route = (api, deps) =>
  api.delete(
    '/domains/:id',
    {
      config: { scope: 'organization:write' },
      schema: {
        operationId: 'deleteDomain',
        tags: ['domains'],
        summary: 'Let a custom domain go',
        description:
          'It serves nothing from then on. If it was ever verified, nobody else can have it for 90 days. Refused while an environment of a connection config names it. Answers the domain as it was.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Domain) }, 'not_found', 'in_use'),
      },
    },
    async (request) => {
      const { organizationId } = request.apiKey;
      const id = idFromPath('domain', request.params.id);
      return makeChange(deps, request, {
        action: 'domain.deleted',
        async work(tx) {
          const deleted = await deleteDomain(tx, organizationId, id);
          if (deleted.kind === 'not_found') throw notFound('domain');
          if (deleted.kind === 'in_use')
            throw new Problem('in_use', {
              detail: `These connection configs have their callback there: ${deleted.configKeys.join(', ')}. Choose another domain, or null, for them first.`,
            });
          const { domain } = deleted;
          return { id, result: toDomain(domain, deps.callbackPublicUrl), details: { host: domain.host } };
        },
      });
    },
  );

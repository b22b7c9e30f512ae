import { checkDomain } from '@latchkey/compose';
import { inTenant } from '@latchkey/db';
import { readDomain } from '@latchkey/db/management';
import type { OrganizationId } from '@latchkey/oauth';
import { Type } from 'typebox';
import type { Route } from '../../../../../api.js';
import { notFound } from '../../../../../errors.js';
import { Domain, toDomain } from '../../../../../wire/domain.js';
import { answers, ref } from '../../../../../wire/schema.js';
import { idFromPath } from '../../../../../wire-ids.js';

/** POST /v1/domains/{id}/verify */
export const verifyDomain: Route = (api, deps) =>
  api.post(
    '/domains/:id/verify',
    {
      config: { scope: 'organization:write' },
      schema: {
        operationId: 'verifyDomain',
        tags: ['domains'],
        summary: 'Look the TXT record of a custom domain up now',
        description:
          'Answers the domain with what was seen: it need not be verified afterwards. Resolvers remember for a while that a record was not there; then ask again later.',
        params: Type.Object({ id: Type.String() }),
        response: answers({ 200: ref(Domain) }, 'not_found'),
      },
    },
    async ({ apiKey, params }) => {
      const organizationId = apiKey.organizationId as OrganizationId;
      const id = idFromPath('domain', params.id);
      const read = () => inTenant(deps.db, organizationId, (tx) => readDomain(tx, organizationId, id));
      const row = await read();
      if (!row) throw notFound('domain');
      // Outside of any transaction: a DNS server may take its time.
      await checkDomain(deps, { organizationId, id, host: row.host, challenge: row.challenge });
      const after = await read();
      if (!after) throw notFound('domain');
      return toDomain(after, deps.callbackPublicUrl);
    },
  );

import { listOrigins, replaceOrigins } from '@latchkey/db/management';
import { returnUrlProblem } from '@latchkey/oauth';
import type { Route } from '../../../../api.js';
import type { ApiDeps } from '../../../../api-deps.js';
import { makeChange } from '../../../../change.js';
import { Problem } from '../../../../errors.js';
import { Origins } from '../../../../wire/organization.js';
import { answers, ref } from '../../../../wire/schema.js';

/** PUT /v1/organization/origins */
export const putOrigins: Route = (api, deps) =>
  api.put(
    '/organization/origins',
    {
      config: { scope: 'organization:write' },
      schema: {
        operationId: 'putOrigins',
        tags: ['organization'],
        summary: 'Register the origins whose pages may redeem wizard tickets',
        description: 'Replaces all of them. Wizard sessions that are open stay open.',
        body: ref(Origins),
        response: answers({ 200: ref(Origins) }, 'unprocessable'),
      },
    },
    async (request) => {
      const origins = [...new Set(request.body.origins)];
      const errors = origins.flatMap((origin, index) => {
        const message = originProblem(origin, deps);
        return message ? [{ field: `origins.${index}`, messages: [message] }] : [];
      });
      if (errors.length > 0) throw new Problem('unprocessable', { errors });
      const { organizationId } = request.apiKey;
      return makeChange(deps, request, {
        action: 'organization.origins_replaced',
        async work(tx) {
          await replaceOrigins(tx, organizationId, origins);
          const result = { origins: [...(await listOrigins(tx, organizationId))] };
          return { id: organizationId, result, details: result };
        },
      });
    },
  );

function originProblem(origin: string, deps: ApiDeps): string | undefined {
  const problem = returnUrlProblem(origin, deps.loopback === 'development' ? 'allowed' : 'refused');
  if (problem) return problem;
  const exact = new URL(origin).origin;
  return exact === origin ? undefined : `must be an origin alone: ${exact}`;
}

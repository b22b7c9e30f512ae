import { parkResponse, parseId } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { isConfigServed } from '../../plugins/served-host.js';
import { answerCompleted, forged } from './answer-completed.js';
import { answerOtherRegion } from './other-region.js';

/**
 * POST /callback/{connectionConfigId}/{environment}: the response mode `form_post`. A POST from another site does not
 * bring the session cookie (SameSite=Lax), so nothing is decided here: the response is parked, and a 303 to this door's
 * own GET, which brings the cookie, carries the one-time reference and nothing else. It needs no CSRF token.
 */
export function formPostRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.post<{ Params: { configId: string; environment: string } }>(
    '/callback/:configId/:environment',
    { bodyLimit: 16 * 1024, config: { limit: 'callback' } },
    async (request, reply) => {
      const connectionConfigId = parseId('connection_config', request.params.configId);
      if (!connectionConfigId || !(await isConfigServed(deps, request, connectionConfigId)))
        return forged(request, reply, 'no_such_config');
      const { environment } = request.params;
      const parameters = parametersOf(request.body);
      // Only what comes by GET is sent on to another region.
      const arrival = { connectionConfigId, environment, parameters, query: '', how: 'post' } as const;
      const elsewhere = answerOtherRegion(deps, request, reply, arrival);
      if (elsewhere) return elsewhere;
      const { region } = deps.regions;
      const parked = await parkResponse(deps.ports, { connectionConfigId, environment, parameters, region });
      if (parked.kind !== 'parked' || parked.origin !== request.served.baseUrl)
        return await answerCompleted(deps, request, reply, parked);
      const { kind, reference } = parked;
      return await answerCompleted(deps, request, reply, { kind, reference });
    },
  );
}

function parametersOf(body: unknown): readonly (readonly [string, string])[] {
  return Object.entries((body ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one): one is string => typeof one === 'string')
      .map((one) => [name, one] as const),
  );
}

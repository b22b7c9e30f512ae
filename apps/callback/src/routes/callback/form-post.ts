import { parkResponse } from '@latchkey/oauth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { isConfigServed } from '../../plugins/served-host.js';
import { answerCompleted, forged } from './answer-completed.js';
import { type CallbackParams, callbackPaths, callbackPlace } from './callback-place.js';
import { answerOtherRegion } from './other-region.js';

/**
 * POST /callback/{connectionConfigId}/{environment}, with or without a server: the response mode `form_post`. A POST from
 * another site does not bring the session cookie (SameSite=Lax), so nothing is decided here: the response is parked, and
 * a 303 to this door's own GET, which brings the cookie, carries the one-time reference and nothing else. It needs no CSRF
 * token.
 */
export function formPostRoute(app: FastifyInstance, deps: CallbackDeps): void {
  const park = async (request: FastifyRequest<{ Params: CallbackParams }>, reply: FastifyReply) => {
    const place = callbackPlace(request.params);
    if (!place || !(await isConfigServed(deps, request, place.connectionConfigId)))
      return forged(request, reply, 'no_such_config');
    const parameters = parametersOf(request.body);
    // Only what comes by GET is sent on to another region.
    const arrival = { place, parameters, query: '', how: 'post' } as const;
    const elsewhere = answerOtherRegion(deps, request, reply, arrival);
    if (elsewhere) return elsewhere;
    const { region } = deps.regions;
    const parked = await parkResponse(deps.ports, { ...place, parameters, region });
    if (parked.kind !== 'parked' || parked.origin !== request.served.baseUrl)
      return await answerCompleted(deps, request, reply, parked);
    const { kind, reference } = parked;
    return await answerCompleted(deps, request, reply, { kind, reference });
  };
  for (const path of callbackPaths)
    app.post(path, { bodyLimit: 16 * 1024, config: { limit: 'callback' } } as const, park);
}

function parametersOf(body: unknown): readonly (readonly [string, string])[] {
  return Object.entries((body ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one): one is string => typeof one === 'string')
      .map((one) => [name, one] as const),
  );
}

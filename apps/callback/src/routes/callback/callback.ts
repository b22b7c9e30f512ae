import { newId } from '@latchkey/db';
import { completeAuthorization, forwardedSegment } from '@latchkey/oauth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { browserHashes, isPrefetch } from '../../plugins/browser-session.js';
import { isConfigServed } from '../../plugins/served-host.js';
import { answerCompleted, forged } from './answer-completed.js';
import { type CallbackParams, callbackPaths, callbackPlace } from './callback-place.js';
import { answerOtherRegion } from './other-region.js';

/**
 * GET /callback/{connectionConfigId}/{environment}, and below it for each server where an input chooses that: where
 * providers send the person back (RFC 6749 section 4.1.2); below these, where other regions send on what belongs here.
 */
export function callbackRoute(app: FastifyInstance, deps: CallbackDeps): void {
  const answer =
    (how: 'get' | 'forwarded') => async (request: FastifyRequest<{ Params: CallbackParams }>, reply: FastifyReply) => {
      if (isPrefetch(request)) return reply.code(204).send();
      const place = callbackPlace(request.params);
      if (!place || !(await isConfigServed(deps, request, place.connectionConfigId)))
        return forged(request, reply, 'no_such_config');
      const query = /\?(.*)$/.exec(request.raw.url ?? '')?.[1] ?? '';
      const parameters = [...new URLSearchParams(query)];
      const arrival = { place, parameters, query, how };
      const elsewhere = answerOtherRegion(deps, request, reply, arrival);
      if (elsewhere) return elsewhere;
      const completed = await completeAuthorization(deps.ports, {
        ...place,
        grantId: newId(),
        parameters,
        browserHashes: browserHashes(request),
        region: deps.regions.region,
        arrivedAt: request.served.baseUrl,
      });
      return await answerCompleted(deps, request, reply, completed);
    };
  const counted = { config: { limit: 'callback' } } as const;
  for (const path of callbackPaths) {
    app.get(path, counted, answer('get'));
    app.get(`${path}/${forwardedSegment}`, counted, answer('forwarded'));
  }
}

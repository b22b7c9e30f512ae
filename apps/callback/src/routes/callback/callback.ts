import { newId } from '@latchkey/db';
import { completeAuthorization, forwardedSegment, parseId } from '@latchkey/oauth';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { browserHashes, isPrefetch } from '../../plugins/browser-session.js';
import { isConfigServed } from '../../plugins/served-host.js';
import { answerCompleted, forged } from './answer-completed.js';
import { answerOtherRegion } from './other-region.js';

interface CallbackParams {
  readonly configId: string;
  readonly environment: string;
}

/**
 * GET /callback/{connectionConfigId}/{environment}: where providers send the person back (RFC 6749 section 4.1.2); below
 * it, where other regions send on what belongs here.
 */
export function callbackRoute(app: FastifyInstance, deps: CallbackDeps): void {
  const answer =
    (how: 'get' | 'forwarded') => async (request: FastifyRequest<{ Params: CallbackParams }>, reply: FastifyReply) => {
      if (isPrefetch(request)) return reply.code(204).send();
      const { configId, environment } = request.params;
      const connectionConfigId = parseId('connection_config', configId);
      if (!connectionConfigId || !(await isConfigServed(deps, request, connectionConfigId)))
        return forged(request, reply, 'no_such_config');
      const query = /\?(.*)$/.exec(request.raw.url ?? '')?.[1] ?? '';
      const parameters = [...new URLSearchParams(query)];
      const arrival = { connectionConfigId, environment, parameters, query, how };
      const elsewhere = answerOtherRegion(deps, request, reply, arrival);
      if (elsewhere) return elsewhere;
      const completed = await completeAuthorization(deps.ports, {
        grantId: newId(),
        connectionConfigId,
        environment,
        parameters,
        browserHashes: browserHashes(request),
        region: deps.regions.region,
        arrivedAt: request.served.baseUrl,
      });
      return await answerCompleted(deps, request, reply, completed);
    };
  const counted = { config: { limit: 'callback' } } as const;
  app.get('/callback/:configId/:environment', counted, answer('get'));
  app.get(`/callback/:configId/:environment/${forwardedSegment}`, counted, answer('forwarded'));
}

import { newId } from '@latchkey/db';
import { completeAuthorization, parseId } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { arrivedAt } from '../../origins.js';
import { browserHashes, isPrefetch } from '../../plugins/browser-session.js';
import { answerCompleted, forged } from './answer-completed.js';

/** GET /callback/{connectionConfigId}/{environment}: where providers send the person back (RFC 6749 section 4.1.2). */
export function callbackRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Params: { configId: string; environment: string } }>(
    '/callback/:configId/:environment',
    async (request, reply) => {
      if (isPrefetch(request)) return reply.code(204).send();
      const connectionConfigId = parseId('connection_config', request.params.configId);
      if (!connectionConfigId) return forged(request, reply, 'no_such_config');
      const completed = await completeAuthorization(deps.ports, {
        grantId: newId(),
        connectionConfigId,
        environment: request.params.environment,
        parameters: [...new URLSearchParams(request.raw.url?.split('?')[1] ?? '')],
        browserHashes: browserHashes(request),
        region: deps.region,
        arrivedAt: arrivedAt(deps, request),
      });
      return await answerCompleted(deps, request, reply, completed);
    },
  );
}

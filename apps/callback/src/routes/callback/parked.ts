import { newId } from '@latchkey/db';
import { completeParked } from '@latchkey/oauth';
import type { FastifyInstance } from 'fastify';
import type { CallbackDeps } from '../../callback-deps.js';
import { browserHashes, isPrefetch } from '../../plugins/browser-session.js';
import { answerCompleted, forged } from './answer-completed.js';

/** GET /callback/parked?reference=…: the browser that began fetches its response with its cookie, and goes on. */
export function parkedRoute(app: FastifyInstance, deps: CallbackDeps): void {
  app.get<{ Querystring: { reference?: unknown } }>(
    '/callback/parked',
    { config: { limit: 'callback' } },
    async (request, reply) => {
      if (isPrefetch(request)) return reply.code(204).send();
      const { reference } = request.query;
      if (typeof reference !== 'string' || reference.length > 200) return forged(request, reply, 'no_reference');
      const completed = await completeParked(deps.ports, {
        grantId: newId(),
        reference,
        browserHashes: browserHashes(request),
      });
      return await answerCompleted(deps, request, reply, completed);
    },
  );
}

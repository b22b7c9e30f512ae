import { callerOf, rateHeaders } from '@latchkey/compose';
import fp from 'fastify-plugin';
import type { CallbackDeps, LimitName } from '../callback-deps.js';
import { BrowserRefusal } from '../errors.js';
import { ASSETS_PATH } from '../pages/index.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    limit?: LimitName;
  }
}

/** Counts every request but those for static files by the address that it comes from. */
export const rateLimits = fp<{ deps: Pick<CallbackDeps, 'rateLimiter' | 'rateRules' | 'metrics'> }>(
  async (app, { deps }) => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.url === '/healthz' || request.url.startsWith(ASSETS_PATH)) return;
      const { limit = 'page' } = request.routeOptions.config;
      const verdict = await deps.rateLimiter.take(deps.rateRules[limit], callerOf(request.ip));
      reply.headers(rateHeaders(verdict));
      if (verdict.kind === 'allowed') return;
      deps.metrics.rateLimited.inc({ limit });
      const seconds = verdict.retryAfterSeconds;
      throw new BrowserRefusal(429, 'rate_limited', `Too many requests. Try again in ${seconds} seconds.`);
    });
  },
);

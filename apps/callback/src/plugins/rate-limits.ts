import { callerOf, rateHeaders } from '@latchkey/compose';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { CallbackDeps, LimitName } from '../callback-deps.js';
import { BrowserRefusal } from '../errors.js';
import { ASSETS_PATH } from '../pages/index.js';
import { configuredHosts, onlyHost } from './served-host.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    limit?: LimitName;
  }
}

type LimitDeps = Pick<CallbackDeps, 'rateLimiter' | 'rateRules' | 'metrics' | 'publicUrl' | 'wizardUrl'>;

/**
 * Counts every request by the address that it comes from, before its host is looked up. Not counted are static files at a
 * configured host, which ask nobody anything.
 */
export const rateLimits = fp<{ deps: LimitDeps }>(async (app, { deps }) => {
  const hosts = configuredHosts(deps);
  const isOwnFile = (request: FastifyRequest) =>
    request.url.startsWith(ASSETS_PATH) && hosts.has(onlyHost(request) ?? '');
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/healthz' || isOwnFile(request)) return;
    const { limit = 'page' } = request.routeOptions.config;
    const verdict = await deps.rateLimiter.take(deps.rateRules[limit], callerOf(request.ip));
    reply.headers(rateHeaders(verdict));
    if (verdict.kind === 'allowed') return;
    deps.metrics.rateLimited.inc({ limit });
    const seconds = verdict.retryAfterSeconds;
    throw new BrowserRefusal(429, 'rate_limited', `Too many requests. Try again in ${seconds} seconds.`);
  });
});

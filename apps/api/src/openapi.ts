import { createMetrics } from '@latchkey/process';
import type { FastifyBaseLogger } from 'fastify';
import type { ApiDeps } from './api-deps.js';
import { createApiMetrics } from './api-metrics.js';
import { buildApi } from './app.js';

// Prints the OpenAPI document, which packages/sdk/openapi.json is a copy of. Nothing is connected to: a route that
// touched a dependency while it is added would throw here.
const ignore = () => undefined;
const silent: FastifyBaseLogger = {
  level: 'silent',
  fatal: ignore,
  error: ignore,
  warn: ignore,
  info: ignore,
  debug: ignore,
  trace: ignore,
  silent: ignore,
  child: () => silent,
};
const unread = (name: string) => () => {
  throw new Error(`${name} was read while the routes were added`);
};
const nothing = Object.defineProperties({} as ApiDeps, {
  ...Object.fromEntries(
    [
      'db',
      'ports',
      'rateLimiter',
      'rateRules',
      'callbackPublicUrl',
      'wizardPublicUrl',
      'regions',
      'txt',
      'loopback',
    ].map((name) => [name, { get: unread(name) }]),
  ),
  metrics: { value: createApiMetrics(createMetrics()) },
  lastUses: { value: { flush: async () => undefined } },
});
const app = await buildApi(nothing, silent);
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();

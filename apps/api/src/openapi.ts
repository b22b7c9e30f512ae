import type { FastifyBaseLogger } from 'fastify';
import type { ApiDeps } from './api-deps.js';
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
const nothing = new Proxy({} as ApiDeps, {
  get(_target, name) {
    if (name === 'db') return undefined;
    throw new Error(`${String(name)} was read while the routes were added`);
  },
});
const app = await buildApi(nothing, silent);
await app.ready();
process.stdout.write(`${JSON.stringify(app.swagger(), null, 2)}\n`);
await app.close();

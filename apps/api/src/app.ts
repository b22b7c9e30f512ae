import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { measureRequests, refuseUnreadable, traceRequests } from '@latchkey/process';
import Fastify, { type FastifyBaseLogger, type FastifyPluginAsync, LogController } from 'fastify';
import type { Api } from './api.js';
import type { ApiDeps } from './api-deps.js';
import { apiKeyAuthentication } from './plugins/api-key.js';
import { idempotencyHeader } from './plugins/idempotency-header.js';
import { openapi } from './plugins/openapi.js';
import { problemAnswers } from './plugins/problems.js';
import { answersBySchema, type CompileOptions } from './plugins/serialization.js';
import { strictValidation } from './plugins/validation.js';
import { addRoutes } from './routes/index.js';
import { namedSchemas } from './wire/named-schemas.js';

const flushMs = 10_000;

export interface ApiOptions {
  /** Addresses of proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustedProxies?: readonly string[];
  /** `when_used` by default. */
  readonly compile?: CompileOptions['compile'];
}

/** The vendors' door: JSON over HTTP, authenticated by API keys. */
export async function buildApi(deps: ApiDeps, logger: FastifyBaseLogger, options: ApiOptions = {}): Promise<Api> {
  const app = Fastify({
    loggerInstance: logger,
    clientErrorHandler: refuseUnreadable({ 'cache-control': 'no-store' }),
    bodyLimit: 256 * 1024,
    genReqId: () => `req_${randomUUID().replaceAll('-', '')}`,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    forceCloseConnections: 'idle',
    // One line a request, below, without its query.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  traceRequests(app, deps.tracing, { door: 'api', callers: 'servers' });
  // Hooks of every request call back: a promise for each would cost more than what they do.
  app.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const line = {
      method: request.method,
      path: request.url.split('?')[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(request.apiKey ? { apiKeyId: request.apiKey.id, organizationId: request.apiKey.organizationId } : {}),
    };
    request.log.info(line, 'request');
    done();
  });
  measureRequests(app, deps.metrics.registry, 'api');
  const { compile = 'when_used' } = options;
  await app.register(strictValidation, { compile });
  await app.register(answersBySchema, { compile });
  await app.register(problemAnswers);
  for (const schema of namedSchemas) app.addSchema(schema);
  await app.register(openapi);
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));

  const v1: FastifyPluginAsync = async (scope) => {
    await scope.register(apiKeyAuthentication, { deps });
    await scope.register(idempotencyHeader);
    addRoutes(scope.withTypeProvider<TypeBoxTypeProvider>(), deps);
  };
  await app.register(v1, { prefix: '/v1' });

  const timer = setInterval(() => void deps.lastUses.flush(), flushMs).unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await deps.lastUses.flush();
  });
  return app;
}

import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { finishHandlers, measureRequests, traceRequests } from '@latchkey/process';
import Fastify, { type FastifyBaseLogger, type FastifyPluginAsync, LogController } from 'fastify';
import type { Api } from './api.js';
import type { ApiDeps } from './api-deps.js';
import { apiKeyAuthentication } from './plugins/api-key.js';
import { idempotencyHeader } from './plugins/idempotency-header.js';
import { openapi } from './plugins/openapi.js';
import { answerClientError, answerFrameworkError, problemAnswers } from './plugins/problems.js';
import { countUnauthenticated } from './plugins/rate-limits.js';
import { answersBySchema, type CompileOptions } from './plugins/serialization.js';
import { storableTexts } from './plugins/storable-texts.js';
import { strictValidation } from './plugins/validation.js';
import { newRequestId } from './request-id.js';
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
    bodyLimit: 256 * 1024,
    genReqId: newRequestId,
    frameworkErrors: answerFrameworkError,
    clientErrorHandler: answerClientError,
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    forceCloseConnections: 'idle',
    // One line a request, below, without its query.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  finishHandlers(app);
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
  // What needs no key and what is not there; /v1 counts its own.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.url === '/healthz' || (request.url.startsWith('/v1/') && !request.is404)) return done();
    countUnauthenticated(deps, request, reply).then(done, done);
  });
  const { compile = 'when_used' } = options;
  await app.register(storableTexts);
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

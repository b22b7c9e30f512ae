import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import fastifyStatic from '@fastify/static';
import { finishHandlers, measureRequests, refuseUnreadable, traceRequests } from '@latchkey/process';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { CallbackDeps } from './callback-deps.js';
import { BrowserRefusal, type RefusalCode, wantsJson } from './errors.js';
import {
  ASSETS_PATH,
  assetsDirectory,
  ICON_PATH,
  iconSvg,
  renderBusyPage,
  renderLinkEndedPage,
  renderProblemPage,
  renderRefusedPage,
  renderSessionEndedPage,
} from './pages/index.js';
import { rateLimits } from './plugins/rate-limits.js';
import { securityHeaders, strictHeaders } from './plugins/security-headers.js';
import { servedHost } from './plugins/served-host.js';
import { languageOf } from './plugins/wizard-session.js';
import { callbackRoute } from './routes/callback/callback.js';
import { formPostRoute } from './routes/callback/form-post.js';
import { parkedRoute } from './routes/callback/parked.js';
import { connectRoute } from './routes/connect/connect.js';
import { testRoute } from './routes/connect/test.js';
import { disconnectRoute } from './routes/disconnect/disconnect.js';
import { jwksRoute } from './routes/jwks/jwks.js';
import { confirmLinkRoute } from './routes/link/confirm-link.js';
import { answerLinkRoute } from './routes/start/ask-link.js';
import { startRoute } from './routes/start/start.js';
import { startPath } from './routes/start/start-path.js';
import { callbackUrlRoute } from './routes/wizard/callback-url.js';
import { cancelRoute } from './routes/wizard/cancel.js';
import { confirmRoute } from './routes/wizard/confirm.js';
import { wizardEventsRoute } from './routes/wizard/events.js';
import { wizardPageRoute } from './routes/wizard/page.js';
import { pasteRoute } from './routes/wizard/paste.js';
import { redeemTicketRoute } from './routes/wizard/redeem-ticket.js';
import { wizardStateRoute } from './routes/wizard/state.js';

/** The browser door: wizard, connect, callback and disconnect on one origin. */
export async function buildCallback(deps: CallbackDeps, logger: FastifyBaseLogger): Promise<FastifyInstance> {
  const uncached = { ...strictHeaders(deps.publicUrl), 'cache-control': 'no-store' };
  const app = Fastify({
    loggerInstance: logger,
    clientErrorHandler: refuseUnreadable(uncached),
    // No hook runs for a URL that no router can read, and Fastify's own answer would repeat it, codes and all.
    frameworkErrors: (error, request, reply) => {
      const html = renderRefusedPage({ lang: languageOf(request), requestId: request.id });
      const { statusCode = 400 } = error;
      (reply as FastifyReply).code(statusCode).headers(uncached).type('text/html').send(html);
    },
    bodyLimit: 64 * 1024,
    // More cookies than a browser keeps for one host (180): who was given that many gets a page, which clears the oldest.
    http: { maxHeaderSize: 32 * 1024 },
    genReqId: () => `req_${randomUUID().replaceAll('-', '')}`,
    // Only limits go by the address.
    trustProxy: deps.trustedProxies?.length ? [...deps.trustedProxies] : false,
    forceCloseConnections: 'idle',
    // Query strings hold codes and states: the URL is logged without them.
    logController: new LogController({ disableRequestLogging: true }),
  });
  finishHandlers(app);
  traceRequests(app, deps.tracing, { door: 'callback', callers: 'browsers' });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        path: request.routeOptions.url === startPath ? startPath : request.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  measureRequests(app, deps.metrics.registry, 'callback');
  await app.register(fastifyCookie);
  await app.register(fastifyFormbody);
  await app.register(securityHeaders, { publicUrl: deps.publicUrl });
  // Before the host is looked up: whoever tries names is to cost little.
  await app.register(rateLimits, { deps });
  await app.register(servedHost, { deps });
  await app.register(fastifyStatic, {
    root: assetsDirectory,
    prefix: ASSETS_PATH,
    index: false,
    // Each URL carries its content's hash.
    cacheControl: true,
    immutable: true,
    maxAge: '1y',
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get(ICON_PATH, (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(iconSvg),
  );
  redeemTicketRoute(app, deps);
  wizardPageRoute(app, deps);
  wizardStateRoute(app, deps);
  wizardEventsRoute(app, deps);
  callbackUrlRoute(app, deps);
  cancelRoute(app, deps);
  pasteRoute(app, deps);
  confirmRoute(app, deps);
  connectRoute(app, deps);
  testRoute(app, deps);
  startRoute(app, deps);
  answerLinkRoute(app, deps);
  confirmLinkRoute(app, deps);
  callbackRoute(app, deps);
  formPostRoute(app, deps);
  parkedRoute(app, deps);
  disconnectRoute(app, deps);
  jwksRoute(app, deps);

  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .type('text/html')
      .send(renderRefusedPage({ lang: languageOf(request), requestId: request.id })),
  );
  app.setErrorHandler((error, request, reply) => {
    const data = { lang: languageOf(request), requestId: request.id };
    const refusal = error instanceof BrowserRefusal ? error : undefined;
    const status = refusal?.status ?? clientStatus(error);
    if (status === 500) request.log.error({ err: error }, 'request failed');
    if (wantsJson(request.headers))
      return reply
        .code(status)
        .type('application/problem+json')
        .send({
          type: 'about:blank',
          title:
            refusal?.message ?? (status === 500 ? 'Something went wrong on our side.' : 'The request is malformed.'),
          status,
          code: refusal?.code ?? (status === 500 ? 'internal_error' : 'malformed_request'),
          requestId: request.id,
        });
    const html =
      status === 500
        ? renderProblemPage(data)
        : refusal?.code === 'rate_limited'
          ? renderBusyPage(data)
          : refusal && timedOut.has(refusal.code)
            ? renderSessionEndedPage(data)
            : refusal?.status === 410
              ? renderLinkEndedPage(data)
              : renderRefusedPage(data);
    return reply.code(status).type('text/html').send(html);
  });
  return app;
}

/** What a person mends by opening the page again from where they came. */
const timedOut: ReadonlySet<RefusalCode> = new Set(['wizard_session_expired', 'ticket_expired', 'ticket_used']);

/** Fastify's own refusals (body too large, wrong content type) are the client's; everything else is ours. */
function clientStatus(error: unknown): number {
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

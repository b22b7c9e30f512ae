import formbody from '@fastify/formbody';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import type { Logger } from 'pino';
import { errorPage } from './error-page.js';
import { document, type Page, type PagePolicy, pageHeaders, type Site } from './page.js';

/** Sends a page of a site under the strict policy of {@link pageHeaders}. */
export type SendPage = (reply: FastifyReply, page: Page, status?: number, policy?: PagePolicy) => FastifyReply;

/** {@link SendPage} for one site. */
export function pageSender(site: Site): SendPage {
  return (reply, page, status = 200, policy = {}) =>
    reply.code(status).headers(pageHeaders(policy)).send(document(site, page));
}

/** A Fastify instance with what every site has: forms, style, icon, `/healthz`, pages for errors. It is not listening yet. */
export async function createSiteServer(
  site: Site,
  assets: { readonly style: string; readonly icon: string },
  logger: Logger,
): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
  });
  const sendPage = pageSender(site);
  await app.register(formbody);
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(assets.style));
  app.get('/icon.svg', (_request, reply) => reply.type('image/svg+xml').send(assets.icon));
  app.setNotFoundHandler((_request, reply) =>
    sendPage(reply, errorPage({ title: 'There is no such page', text: 'Check the address.' }), 404),
  );
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error }, `${site.brand} failed`);
    const page = errorPage({ title: 'Something went wrong', code: `HTTP ${status}` });
    return sendPage(reply, page, status);
  });
  return app;
}

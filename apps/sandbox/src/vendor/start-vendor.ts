import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, pino } from 'pino';
import { errorPage } from '../error-page.js';
import { bind } from '../listen.js';
import { createSiteServer, pageSender } from '../site-server.js';
import { latchkeyApi } from './latchkey-api.js';
import { handoffPage, handoffScript } from './pages/handoff.js';
import { homePage } from './pages/home.js';
import { redirectedPage } from './pages/redirected.js';
import { icon, site, style } from './pages/site.js';
import { type ConnectionUse, reportFailure, useConnection } from './use-connection.js';

/** How to start the vendor's page. */
export interface VendorOptions {
  /** Address to bind, 127.0.0.3 by default so that the vendor is another site than the wizard. */
  readonly host?: string;
  /** 4400 by default; 0 takes any free port. */
  readonly port?: number;
  /** Origin of Latchkey's API. */
  readonly apiUrl: string;
  /** Kept on the server; no page holds it. */
  readonly apiKey: string;
  /** When given, a wizard URL of any other origin is refused. */
  readonly wizardOrigin?: string;
  readonly instanceId: string;
  /** Who opens the wizard, for its log; nobody in particular when left out. */
  readonly userId?: string;
  /** Only these connections are shown; all of the instance's when left out. */
  readonly connectionIds?: readonly string[];
  /** Origin of the sandbox provider, whose `/api/books` is called. */
  readonly providerUrl: string;
  readonly logger?: Logger;
}

/** A running vendor page. `origin` is what to register with `PUT /v1/organization/origins`. */
export interface SandboxVendor {
  readonly url: string;
  readonly origin: string;
  close(): Promise<void>;
}

type ConnectionRequest = FastifyRequest<{ Params: { id: string } }>;

/** The query's parameters in their order, repeated ones included. */
const parametersOf = (request: FastifyRequest): readonly (readonly [string, string])[] => [
  ...new URL(request.url, 'http://localhost').searchParams,
];

/**
 * Starts the page that plays the vendor's own application.
 * Rejects with the system's `code` (EADDRINUSE, EADDRNOTAVAIL) when the address cannot be bound.
 */
export async function startVendor(options: VendorOptions): Promise<SandboxVendor> {
  const { host = '127.0.0.3', port = 4400, instanceId, logger = pino({ level: 'silent' }) } = options;
  const server = await bind({ host, port });
  const { origin } = server;
  const api = latchkeyApi(options.apiUrl, options.apiKey);
  const booksUrl = new URL('/api/books', options.providerUrl).href;
  const sendPage = pageSender(site);
  const app = await createSiteServer(site, { style, icon }, logger);

  const showHome = async (reply: FastifyReply, more: { use?: ConnectionUse; problem?: string } = {}) => {
    const found = await api.instance(instanceId);
    const chosen = (id: string): boolean => options.connectionIds?.includes(id) ?? true;
    const instance =
      found.kind === 'ok'
        ? { ...found, value: { ...found.value, connections: found.value.connections.filter(({ id }) => chosen(id)) } }
        : found;
    const customerId = found.kind === 'ok' ? found.value.customerId : undefined;
    const customer = customerId === undefined ? undefined : await api.customerName(customerId);
    return sendPage(
      reply,
      homePage({ instance, customer: customer?.kind === 'ok' ? customer.value : customerId, ...more }),
    );
  };

  // A form of another site must not press this page's buttons: browsers name the origin of every POST.
  app.addHook('onRequest', async (request, reply) => {
    const { origin: sender, host: self } = request.headers;
    if (request.method !== 'POST' || sender === undefined || sender === `http://${self}`) return;
    await sendPage(
      reply,
      errorPage({ title: 'This came from another page', text: 'Use the buttons of this page.' }),
      403,
    );
  });
  app.get('/', (_request, reply) => showHome(reply));
  app.get('/handoff.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(handoffScript));
  app.post('/configure', async (_request, reply) => {
    const wizard = await api.openWizard({
      instanceId,
      returnUrl: `${origin}/`,
      ...(options.userId === undefined ? {} : { userId: options.userId }),
    });
    if (wizard.kind === 'refused')
      return showHome(reply, { problem: `The wizard could not be opened. ${wizard.sentence}` });
    const wizardOrigin = new URL(wizard.value.url).origin;
    if (options.wizardOrigin !== undefined && wizardOrigin !== options.wizardOrigin)
      return showHome(reply, {
        problem: `The wizard could not be opened: ${wizardOrigin} is not the wizard’s origin.`,
      });
    return sendPage(reply, handoffPage(wizard.value), 200, { formAction: [wizardOrigin], scriptSrc: ["'self'"] });
  });
  app.post('/connections/:id/call', async (request: ConnectionRequest, reply) => {
    const use = await useConnection(api, { connectionId: request.params.id, instanceId, booksUrl });
    return showHome(reply, { use });
  });
  app.post('/connections/:id/report-failure', async (request: ConnectionRequest, reply) =>
    showHome(reply, { use: await reportFailure(api, request.params.id, instanceId) }),
  );
  for (const outcome of ['connected', 'not-connected'] as const)
    app.get(`/${outcome}`, (request, reply) =>
      sendPage(reply, redirectedPage({ outcome, parameters: parametersOf(request) })),
    );
  await app.ready();

  server.serve((request, response) => app.routing(request, response));
  return {
    url: `${origin}/`,
    origin,
    close: async () => {
      await server.close();
      await app.close();
    },
  };
}

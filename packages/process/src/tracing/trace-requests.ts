import type { RunningSpan, Tracing } from './tracing.js';

/** The part of a Fastify instance that is needed, whatever its type provider. */
interface TracedApp {
  addHook(
    name: 'onRequest' | 'preValidation',
    hook: (request: Asked, reply: Answer, done: () => void) => void,
  ): unknown;
  addHook(name: 'onResponse', hook: (request: Asked, reply: Answer, done: () => void) => void): unknown;
}

interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface Answer {
  readonly statusCode: number;
}

/**
 * To be called before hooks that log. A span for each request of one door, named by its route's pattern: the URL holds ids, codes and states. Vendors' servers
 * may send a trace context, which is linked to; browsers' is not looked at.
 */
export function traceRequests(
  app: TracedApp,
  tracing: Tracing | undefined,
  { door, callers }: { readonly door: string; readonly callers: 'servers' | 'browsers' },
): void {
  if (!tracing) return;
  const spans = new WeakMap<Asked, RunningSpan>();
  const within = (request: Asked, done: () => void) => {
    const span = spans.get(request);
    if (span) span.run(done);
    else done();
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const span = tracing.start({
      name: `${request.method} ${route}`,
      kind: 'server',
      attributes: { 'http.request.method': request.method, 'http.route': route, 'latchkey.door': door },
      ...(callers === 'servers' ? { caller: request.headers } : {}),
    });
    spans.set(request, span);
    span.run(done);
  });
  // A body is read in the events of its socket, which know nothing of the span.
  app.addHook('preValidation', (request, _reply, done) => within(request, done));
  app.addHook('onResponse', (request, { statusCode }, done) => {
    const failed = statusCode >= 500 ? 'yes' : 'no';
    spans.get(request)?.end({ failed, attributes: { 'http.response.status_code': statusCode } });
    // The line that is logged of the request belongs to it still.
    within(request, done);
  });
}

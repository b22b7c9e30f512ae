/** What Fastify calls for a request; `this` is the instance. */
type Handler = (this: never, ...args: never[]) => unknown;

/** The part of a Fastify instance that is needed, whatever its type provider. */
interface RoutedApp {
  addHook(name: 'onRoute', hook: (route: { handler: Handler }) => void): unknown;
  addHook(name: 'onClose', hook: () => Promise<void>): unknown;
}

/**
 * Has `app.close()` wait for every handler that runs, also for one whose caller has hung up: Fastify waits for connections
 * only, and a refresh or a code that a handler sent to a provider must be stored by somebody. To be called before any
 * route is added.
 */
export function finishHandlers(app: RoutedApp): void {
  const running = new Set<Promise<unknown>>();
  app.addHook('onRoute', (route) => {
    const { handler } = route;
    route.handler = function (...args) {
      const result = handler.apply(this, args);
      if (result instanceof Promise) {
        running.add(result);
        const end = () => void running.delete(result);
        result.then(end, end);
      }
      return result;
    };
  });
  app.addHook('onClose', async () => {
    while (running.size > 0) await Promise.allSettled(running);
  });
}

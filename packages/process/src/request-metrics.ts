import { Histogram } from 'prom-client';
import type { Metrics } from './metrics.js';

/** The part of a Fastify instance that is needed, whatever its type provider. */
interface AnsweringApp {
  addHook(name: 'onResponse', hook: (request: Answered, reply: Answer, done: () => void) => void): unknown;
}

interface Answered {
  readonly method: string;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface Answer {
  readonly statusCode: number;
  readonly elapsedTime: number;
}

const name = 'latchkey_http_request_duration_seconds';

/**
 * Counts and times the requests of one door by route (the pattern, never the URL: that holds ids and codes), method and
 * status. Doors in one process share the metric and differ by `door`.
 */
export function measureRequests(app: AnsweringApp, metrics: Metrics, door: string): void {
  const durations =
    (metrics.getSingleMetric(name) as Histogram | undefined) ??
    new Histogram({
      name,
      help: 'Requests answered, by door, method, route and status.',
      labelNames: ['door', 'method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [metrics],
    });
  // To find the series by its labels costs more than to observe; there are as many as routes and statuses.
  const series = new Map<string, Pick<Histogram.Internal<string>, 'observe'>>();
  app.addHook('onResponse', ({ method, routeOptions }, { statusCode, elapsedTime }, done) => {
    const route = routeOptions.url ?? 'none';
    const key = `${method} ${statusCode} ${route}`;
    let found = series.get(key);
    if (!found) {
      found = durations.labels({ door, method, route, status: statusCode });
      series.set(key, found);
    }
    found.observe(elapsedTime / 1000);
    done();
  });
}

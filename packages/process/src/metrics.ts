import { collectDefaultMetrics, Registry } from 'prom-client';

/** What one process counts, for Prometheus. Names begin with `latchkey_`, but for those of Node itself. */
export type Metrics = Registry;

/** An empty registry with what Node tells of itself: memory, CPU, event loop lag, open handles. One for each process. */
export function createMetrics(): Metrics {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return metrics;
}

import type { Metrics } from '@latchkey/process';
import { Counter } from 'prom-client';

/** What the API counts, besides its requests. */
export interface ApiMetrics {
  readonly registry: Metrics;
  /** By outcome: `token`, or why there was none. */
  readonly tokenReads: Counter<'outcome'>;
}

export function createApiMetrics(registry: Metrics): ApiMetrics {
  const tokenReads = new Counter({
    name: 'latchkey_token_reads_total',
    help: 'Access tokens asked for over the API, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return { registry, tokenReads };
}

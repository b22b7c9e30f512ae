import type { Metrics } from '@latchkey/process';
import { Counter } from 'prom-client';

/** What the API counts, besides its requests. */
export interface ApiMetrics {
  readonly registry: Metrics;
  /** By outcome: `token`, or why there was none. */
  readonly tokenReads: Counter<'outcome'>;
  /** By limit: `key` or `unauthenticated`. */
  readonly rateLimited: Counter<'limit'>;
}

export function createApiMetrics(registry: Metrics): ApiMetrics {
  const tokenReads = new Counter({
    name: 'latchkey_token_reads_total',
    help: 'Access tokens asked for over the API, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const rateLimited = new Counter({
    name: 'latchkey_api_rate_limited_total',
    help: 'Requests that the API refused because their caller had used up its limit.',
    labelNames: ['limit'],
    registers: [registry],
  });
  return { registry, tokenReads, rateLimited };
}

import type { Metrics } from '@latchkey/process';
import { Counter } from 'prom-client';

/** What the browser door counts, besides its requests. */
export interface CallbackMetrics {
  readonly registry: Metrics;
  /** By outcome: `succeeded`, `parked`, `awaiting_completion`, `forged`, `wrong_region`, `forwarded`, or the error that the failure redirect carries. */
  readonly callbacks: Counter<'outcome'>;
  /** By limit: `page`, `ticket`, `start`, `callback` or `paste`. */
  readonly rateLimited: Counter<'limit'>;
}

export function createCallbackMetrics(registry: Metrics): CallbackMetrics {
  const callbacks = new Counter({
    name: 'latchkey_callbacks_total',
    help: 'Authorization responses that arrived at the callback, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const rateLimited = new Counter({
    name: 'latchkey_browser_rate_limited_total',
    help: 'Requests that the browser door refused because their address had used up its limit.',
    labelNames: ['limit'],
    registers: [registry],
  });
  return { registry, callbacks, rateLimited };
}

import type { Metrics } from '@latchkey/process';
import { Counter } from 'prom-client';

/** What the browser door counts, besides its requests. */
export interface CallbackMetrics {
  readonly registry: Metrics;
  /** By outcome: `succeeded`, `parked`, `awaiting_completion`, `forged`, `wrong_region`, `forwarded`, or the error that the failure redirect carries. */
  readonly callbacks: Counter<'outcome'>;
}

export function createCallbackMetrics(registry: Metrics): CallbackMetrics {
  const callbacks = new Counter({
    name: 'latchkey_callbacks_total',
    help: 'Authorization responses that arrived at the callback, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return { registry, callbacks };
}

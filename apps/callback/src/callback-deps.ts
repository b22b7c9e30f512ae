import type { RateLimiter, RateRules } from '@latchkey/compose';
import type { Database } from '@latchkey/db';
import type { Ports, Regions } from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';
import type { CallbackMetrics } from './callback-metrics.js';

/** The limits of this door. A route names the one that counts it; `page` counts what names none. */
export type LimitName = 'page' | 'ticket' | 'start' | 'callback' | 'paste';

/** What the routes of this door work with; compose.ts joins it. */
export interface CallbackDeps {
  readonly ports: Ports;
  readonly db: Database;
  readonly metrics: CallbackMetrics;
  readonly rateLimiter: RateLimiter;
  readonly rateRules: Pick<RateRules, LimitName>;
  /** Whose `X-Forwarded-For` is believed; nobody's by default. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Public base URL of the callbacks, without a slash at its end. */
  readonly publicUrl: string;
  /** The same of the wizard, where it is another origin. */
  readonly wizardUrl?: string | undefined;
  readonly regions: Regions;
  readonly tracing?: Tracing | undefined;
}

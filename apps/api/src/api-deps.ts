import type { RateLimiter, RateRules } from '@latchkey/compose';
import type { Database } from '@latchkey/db';
import type { EgressGuardOptions, TxtLookup } from '@latchkey/http';
import type { Ports, Regions } from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';
import type { ApiMetrics } from './api-metrics.js';
import type { LastUses } from './last-uses.js';

/** What the routes of this door work with; compose.ts joins it. */
export interface ApiDeps {
  readonly db: Database;
  readonly ports: Ports;
  readonly lastUses: LastUses;
  readonly metrics: ApiMetrics;
  readonly rateLimiter: RateLimiter;
  readonly rateRules: Pick<RateRules, 'key' | 'unauthenticated'>;
  /** The callback door's public base URL, without a slash at its end; from configuration, never from a request. */
  readonly callbackPublicUrl: string;
  /** The same of the wizard, where flows begin, if it is another origin. */
  readonly wizardPublicUrl?: string | undefined;
  readonly regions: Regions;
  /** For the records that prove custom domains. */
  readonly txt: TxtLookup;
  /** `development` lets providers and vendors' pages be on loopback over http. */
  readonly loopback: 'development' | 'never';
  /** What outbound requests are held to: a URL that would never be called is refused when it is saved. */
  readonly egress: EgressGuardOptions;
  readonly tracing?: Tracing | undefined;
}

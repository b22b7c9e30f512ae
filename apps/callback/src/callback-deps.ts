import type { Database } from '@latchkey/db';
import type { Ports } from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';
import type { CallbackMetrics } from './callback-metrics.js';

/** What the routes of this door work with; compose.ts joins it. */
export interface CallbackDeps {
  readonly ports: Ports;
  readonly db: Database;
  readonly metrics: CallbackMetrics;
  /** Public base URL, without a slash at its end. */
  readonly publicUrl: string;
  readonly region: string;
  readonly tracing?: Tracing | undefined;
}

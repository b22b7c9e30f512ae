import type { Database } from '@latchkey/db';
import type { Ports, Regions } from '@latchkey/oauth';
import type { Tracing } from '@latchkey/process';
import type { CallbackMetrics } from './callback-metrics.js';

/** What the routes of this door work with; compose.ts joins it. */
export interface CallbackDeps {
  readonly ports: Ports;
  readonly db: Database;
  readonly metrics: CallbackMetrics;
  /** Public base URL of the callbacks, without a slash at its end. */
  readonly publicUrl: string;
  /** The same of the wizard, where it is another origin. */
  readonly wizardUrl?: string | undefined;
  readonly regions: Regions;
  readonly tracing?: Tracing | undefined;
}

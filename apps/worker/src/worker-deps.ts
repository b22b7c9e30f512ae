import type { Database } from '@latchkey/db';
import type { Ports } from '@latchkey/oauth';
import type { Slots } from './slots.js';
import type { StoreOutage } from './store-outage.js';
import type { WorkLog } from './work-log.js';

/** What one tick does; `ring` asks idle workers to look again, `more` says that rows may be left. */
export type TickHandler = (ring: () => Promise<void>) => Promise<{ readonly more: 'yes' | 'no' }>;

/** What the ticks work with; compose.ts joins it. */
export interface WorkerDeps {
  readonly ports: Ports;
  readonly db: Database;
  readonly slots: { readonly refresh: Slots; readonly revoke: Slots };
  readonly outage: StoreOutage;
  readonly log: WorkLog;
}

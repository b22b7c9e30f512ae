import type { Database } from '@latchkey/db';
import type { TxtLookup } from '@latchkey/http';
import type { Ports, WebhooksPort } from '@latchkey/oauth';
import type { TickHandler } from '@latchkey/queue';
import type { Slots } from './slots.js';
import type { WorkLog } from './work-log.js';

export type { TickHandler };

/** What the ticks work with; compose.ts joins it. */
export interface WorkerDeps {
  readonly ports: Ports;
  readonly db: Database;
  readonly txt: TxtLookup;
  readonly webhooks: WebhooksPort;
  readonly slots: { readonly [Kind in 'refresh' | 'revoke' | 'poll' | 'deliver']: Slots };
  readonly log: WorkLog;
}

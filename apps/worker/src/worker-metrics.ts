import { type DueBacklog, readDueBacklog, readHeldBack, readOldestWebhook } from '@latchkey/db';
import type { DeliveryReport, RefreshResult, RevokeResult, SpoolPort } from '@latchkey/oauth';
import type { Metrics } from '@latchkey/process';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { WorkerDeps } from './worker-deps.js';

type Threw = { readonly kind: 'threw' };

/** What the worker counts. */
export interface WorkerMetrics {
  refreshed(result: RefreshResult | Threw, lateSeconds: number): void;
  revoked(result: RevokeResult | Threw): void;
  delivered(result: DeliveryReport['result']): void;
}

/** What is read when it is asked for. */
interface Observed extends Pick<WorkerDeps, 'slots'> {
  readonly db: Parameters<typeof readDueBacklog>[0];
  readonly ports: { readonly spool: Pick<SpoolPort, 'list'> };
  readonly restoreGuard: { shut(): unknown };
}

export function createWorkerMetrics(registry: Metrics, { db, slots, ports, restoreGuard }: Observed): WorkerMetrics {
  const registers = [registry];
  const refreshes = new Counter({
    name: 'latchkey_refreshes_total',
    help: 'Refreshes by outcome: refreshed, overtaken, not_sent, postponed, no_budget, expiring, no_refresh_token, threw, or failed_ and the class of the failure.',
    labelNames: ['outcome'],
    registers,
  });
  const lateness = new Histogram({
    name: 'latchkey_refresh_lateness_seconds',
    help: 'Seconds between the moment at which a grant was due and the moment at which a worker claimed it.',
    buckets: [1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600],
    registers,
  });
  const revocations = new Counter({
    name: 'latchkey_revocations_total',
    help: 'Revocations by outcome: revoked, not_supported, unconfirmed, superseded, retry, threw.',
    labelNames: ['outcome'],
    registers,
  });
  const deliveries = new Counter({
    name: 'latchkey_webhook_deliveries_total',
    help: 'Tries to deliver a webhook by outcome: delivered, retry, gave_up (its last try), disabled (the endpoint, with it), lost, threw.',
    labelNames: ['outcome'],
    registers,
  });
  new Gauge({
    name: 'latchkey_webhook_oldest_seconds',
    help: 'How long the oldest webhook that is due has waited for a worker; one that waits for its next try does not count.',
    registers,
    async collect() {
      const seconds = await readOldestWebhook(db).catch(() => undefined);
      if (seconds !== undefined) this.set(seconds);
    },
  });
  new Gauge({
    name: 'latchkey_open_attempts',
    help: 'Attempts that this process has under way; of deliver: endpoints that it sends to.',
    labelNames: ['duty'],
    registers,
    collect() {
      this.set({ duty: 'refresh' }, slots.refresh.busy());
      this.set({ duty: 'revoke' }, slots.revoke.busy());
      this.set({ duty: 'deliver' }, slots.deliver.busy());
    },
  });
  // Both gauges of one scrape are answered by one query. While the database is away they have no value, which `/readyz`
  // explains; everything else must still be told.
  let backlog: Promise<readonly DueBacklog[]> | undefined;
  const read = () => {
    backlog ??= readDueBacklog(db)
      .catch(() => [])
      .finally(() => {
        backlog = undefined;
      });
    return backlog;
  };
  new Gauge({
    name: 'latchkey_due_grants',
    help: 'Grants that are due and that nobody works on, counted up to 10,000.',
    labelNames: ['duty'],
    registers,
    async collect() {
      const duties = await read();
      this.reset();
      for (const { duty, due } of duties) this.set({ duty }, due);
    },
  });
  new Gauge({
    name: 'latchkey_due_oldest_seconds',
    help: 'How long the oldest of them has been due.',
    labelNames: ['duty'],
    registers,
    async collect() {
      const duties = await read();
      this.reset();
      for (const { duty, oldestSeconds } of duties) this.set({ duty }, oldestSeconds);
    },
  });
  new Gauge({
    name: 'latchkey_held_back',
    help: 'Servers, clients and budgets of which nothing is asked now, by cause: server_paused, server_down, client_paused, client_misconfigured, budget_empty.',
    labelNames: ['cause'],
    registers,
    async collect() {
      const held = await readHeldBack(db).catch(() => undefined);
      this.reset();
      for (const [cause, count] of Object.entries(held ?? {})) this.set({ cause }, count);
    },
  });
  new Gauge({
    name: 'latchkey_spooled_answers',
    help: 'Token answers in the spool folder, waiting to be stored.',
    registers,
    async collect() {
      const names = await ports.spool.list().catch(() => undefined);
      if (names) this.set(names.length);
    },
  });
  new Gauge({
    name: 'latchkey_restore_guard_shut',
    help: '1 while claims are stopped because the database was restored from a backup.',
    registers,
    collect() {
      this.set(restoreGuard.shut() ? 1 : 0);
    },
  });
  return {
    refreshed(result, lateSeconds) {
      lateness.observe(lateSeconds);
      refreshes.inc({ outcome: result.kind === 'failed' ? `failed_${result.failure.class}` : result.kind });
    },
    delivered: (result) => deliveries.inc({ outcome: result }),
    revoked: (result) => revocations.inc({ outcome: 'outcome' in result ? result.outcome : result.kind }),
  };
}

import {
  ensurePartitions,
  reapAlternates,
  reapBudgets,
  reapDevices,
  reapRequestRates,
  reapSessions,
  reapUnconfirmed,
  reapWebhooks,
} from '@latchkey/db';
import { eraseDeleted, reapDomains } from '@latchkey/db/management';
import { checkDueDomains } from './check-due-domains.js';
import type { TickHandler, WorkerDeps } from './worker-deps.js';

const hour = 60 * 60 * 1000;

/**
 * The reap tick: ends and erases sessions, alternates, budgets and deliveries that are past their time, erases what was deleted and is
 * revoked; once an hour, partitions ahead and past retention. One that fails keeps none of the others from its turn.
 */
export function reapTick({ db, ports, txt, log }: WorkerDeps): TickHandler {
  let nextPartitions = Number.NEGATIVE_INFINITY;
  const partitions = async () => {
    if (ports.clock.monotonic() < nextPartitions) return;
    await ensurePartitions(db);
    nextPartitions = ports.clock.monotonic() + hour;
  };
  const domains = () => checkDueDomains({ db, txt, log });
  const sessions = [reapSessions, reapUnconfirmed, reapDevices];
  const erasures = [reapAlternates, reapBudgets, reapRequestRates, reapWebhooks, eraseDeleted, reapDomains];
  const chores = [...sessions, ...erasures, domains, partitions];
  return async () => {
    const failures: unknown[] = [];
    for (const chore of chores) await chore(db).catch((error: unknown) => void failures.push(error));
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, 'chores failed');
    return { more: 'no' };
  };
}

import { type Actor, type AuditedAct, auditRow } from '../audit.js';
import type { AuditEventModel } from '../generated/models.js';
import type { TenantTransaction } from '../tenant-scope.js';
import type { Page, PageRequest } from './page.js';

export type { Actor, AuditedAct } from '../audit.js';

/** recordAudit inside a transaction of management. */
export async function recordAuditEvent(
  tx: TenantTransaction,
  organizationId: string,
  actor: Actor,
  act: AuditedAct,
): Promise<void> {
  // Not `create`, which reads the row back: a limited key writes down what it may not read.
  await tx.auditEvent.createMany({ data: auditRow(organizationId, actor, act) });
}

/** Which acts; each member that is left out lets all through. `since` is inclusive, `until` exclusive. */
export interface AuditFilter {
  readonly action?: string;
  readonly actorKind?: Actor['kind'];
  readonly actorId?: string;
  readonly targetKind?: string;
  readonly targetId?: string;
  readonly since?: Date;
  readonly until?: Date;
}

/** The audit record, newest first. */
export async function listAuditEvents(
  tx: TenantTransaction,
  organizationId: string,
  { since, until, ...equal }: AuditFilter,
  page: PageRequest,
): Promise<Page<AuditEventModel>> {
  const rows = await tx.auditEvent.findMany({
    where: {
      organizationId,
      ...(page.after === undefined ? {} : { id: { lt: page.after } }),
      ...equal,
      at: { ...(since ? { gte: since } : {}), ...(until ? { lt: until } : {}) },
    },
    take: page.limit + 1,
    orderBy: { id: 'desc' },
  });
  const kept = rows.slice(0, page.limit);
  const last = kept.at(-1);
  return { rows: kept, ...(rows.length > page.limit && last ? { next: last.id } : {}) };
}

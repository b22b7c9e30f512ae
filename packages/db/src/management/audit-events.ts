import type { Prisma } from '../generated/client.js';
import type { AuditEventModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import type { Page, PageRequest } from './page.js';

/** Who made a change. */
export interface Actor {
  readonly kind: 'api_key' | 'wizard_session' | 'operator' | 'system';
  readonly id?: string;
  readonly name?: string;
  readonly ip?: string;
}

/** One change, for the append-only record. `details` hold names and values that are no secrets. */
export interface AuditedChange {
  /** Noun and verb: `connection_config.updated`. */
  readonly action: string;
  readonly targetKind: string;
  readonly targetId: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Appends to the audit record, in the transaction of the change itself. */
export async function recordAuditEvent(
  tx: TenantTransaction,
  organizationId: string,
  actor: Actor,
  change: AuditedChange,
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      organizationId,
      id: newId(),
      actorKind: actor.kind,
      actorId: actor.id ?? null,
      actorName: actor.name ?? null,
      ip: actor.ip ?? null,
      action: change.action,
      targetKind: change.targetKind,
      targetId: change.targetId,
      details: (change.details ?? {}) as Prisma.InputJsonObject,
    },
  });
}

/** The audit record, newest first. */
export async function listAuditEvents(
  tx: TenantTransaction,
  organizationId: string,
  filter: { readonly targetId?: string; readonly action?: string; readonly since?: Date; readonly until?: Date },
  page: PageRequest,
): Promise<Page<AuditEventModel>> {
  const rows = await tx.auditEvent.findMany({
    where: {
      organizationId,
      ...(page.after === undefined ? {} : { id: { lt: page.after } }),
      ...(filter.targetId === undefined ? {} : { targetId: filter.targetId }),
      ...(filter.action === undefined ? {} : { action: filter.action }),
      at: { ...(filter.since ? { gte: filter.since } : {}), ...(filter.until ? { lt: filter.until } : {}) },
    },
    take: page.limit + 1,
    orderBy: { id: 'desc' },
  });
  const kept = rows.slice(0, page.limit);
  const last = kept.at(-1);
  return { rows: kept, ...(rows.length > page.limit && last ? { next: last.id } : {}) };
}

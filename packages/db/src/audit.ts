import type { ClientBase } from 'pg';
import type { Prisma } from './generated/client.js';
import { newId } from './new-id.js';
import { storableText } from './storable.js';

/** Who did something. */
export interface Actor {
  readonly kind: 'api_key' | 'wizard_session' | 'authorization_session' | 'operator' | 'system';
  /** Of the key, the wizard session, or the flow that began outside of one. */
  readonly id?: string;
  /** As people call it, when it was done. */
  readonly name?: string;
  readonly ip?: string;
}

/** One change, or what a person was shown, for the append-only record. `details` hold names and values that are no secrets. */
export interface AuditedAct {
  /** Noun and verb: `connection_config.updated`. */
  readonly action: string;
  readonly targetKind: string;
  /** Absent where the target is no row of the organization. */
  readonly targetId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Appends to the audit record, in the transaction of the act itself: both are kept, or neither is. */
export async function recordAudit(
  client: ClientBase,
  organizationId: string,
  actor: Actor,
  act: AuditedAct,
): Promise<void> {
  const row = auditRow(organizationId, actor, act);
  await client.query(
    `INSERT INTO audit_event (organization_id, id, actor_kind, actor_id, actor_name, ip, action, target_kind, target_id, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[row.organizationId, row.id, row.actorKind, row.actorId, row.actorName, row.ip],
      ...[row.action, row.targetKind, row.targetId, JSON.stringify(row.details)],
    ],
  );
}

/** The same act in several organizations, each with details of its own; as latchkey_worker. */
export async function recordAuditOfMany(
  client: ClientBase,
  actor: Actor,
  acts: readonly (AuditedAct & { readonly organizationId: string })[],
): Promise<void> {
  if (acts.length === 0) return;
  const rows = acts.map(({ organizationId, ...act }) => auditRow(organizationId, actor, act));
  await client.query(
    `INSERT INTO audit_event (organization_id, id, actor_kind, actor_id, actor_name, action, target_kind, target_id, details)
     SELECT "organizationId", id, "actorKind", "actorId", "actorName", action, "targetKind", "targetId", details
     FROM jsonb_to_recordset($1::jsonb) AS row ("organizationId" uuid, id uuid, "actorKind" text, "actorId" text,
       "actorName" text, action text, "targetKind" text, "targetId" uuid, details jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** The row of one act. */
export function auditRow(organizationId: string, actor: Actor, act: AuditedAct) {
  return {
    organizationId,
    id: newId(),
    actorKind: actor.kind,
    actorId: actor.id ?? null,
    actorName: actor.name === undefined ? null : storableText(actor.name),
    ip: actor.ip ?? null,
    action: act.action,
    targetKind: act.targetKind,
    targetId: act.targetId ?? null,
    details: (act.details ?? {}) as Prisma.InputJsonObject,
  };
}

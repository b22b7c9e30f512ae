import { type ConnectionEvent, type ConnectionEventKind, webhookTypeOf } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { auditRow, recordAudit } from './audit.js';
import { newId } from './new-id.js';
import { storableJson, storableText } from './storable.js';
import type { TenantTransaction } from './tenant-scope.js';

interface Where {
  readonly organizationId: string;
  readonly connectionId: string;
}

/**
 * Writes a line of the connection's log and, where the kind has a webhook, its outbox row, in the caller's transaction;
 * what a person changed in a wizard, or in a flow that began outside of one, goes into the audit record as well.
 */
export async function recordEvent(client: ClientBase, where: Where, event: ConnectionEvent): Promise<void> {
  const { line, outbox } = rowsOf(where, event);
  await client.query(
    `INSERT INTO connection_event (organization_id, id, connection_id, kind, reason, actor, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [line.organizationId, line.id, line.connectionId, line.kind, line.reason, line.actor, JSON.stringify(line.details)],
  );
  if (outbox)
    await client.query(
      'INSERT INTO webhook_outbox (organization_id, id, type, connection_id, payload) VALUES ($1, $2, $3, $4, $5)',
      [outbox.organizationId, outbox.id, outbox.type, outbox.connectionId, JSON.stringify(outbox.payload)],
    );
  const audited = auditedOf(where, event);
  if (audited) await recordAudit(client, where.organizationId, audited.actor, audited.act);
}

/** What a person changes, with the action that the audit record calls it by. */
const auditedActions: Partial<Record<ConnectionEventKind, string>> = {
  connected: 'connection.connected',
  disconnect_requested: 'connection.disconnect_requested',
  inputs_changed: 'connection.updated',
};

/** Who did what, when a person did it in a browser and it belongs into the audit record. */
function auditedOf({ connectionId }: Where, event: ConnectionEvent) {
  const { kind, actor, wizardSessionId, authorizationSessionId, details } = event;
  const action = auditedActions[kind];
  const id = wizardSessionId ?? authorizationSessionId;
  if (action === undefined || id === undefined) return undefined;
  const where = wizardSessionId === undefined ? ('authorization_session' as const) : ('wizard_session' as const);
  return {
    actor: { kind: where, id, ...(actor === undefined ? {} : { name: actor }) },
    act: { action, targetKind: 'connection', targetId: connectionId, ...(details === undefined ? {} : { details }) },
  };
}

/** The same inside a Prisma transaction ({@link TenantTransaction}). */
export async function recordEventInTransaction(
  tx: TenantTransaction,
  where: Where,
  event: ConnectionEvent,
): Promise<void> {
  const { line, outbox } = rowsOf(where, event);
  await tx.connectionEvent.create({ data: line });
  if (outbox) await tx.webhookOutbox.create({ data: outbox });
  const audited = auditedOf(where, event);
  if (audited) await tx.auditEvent.create({ data: auditRow(where.organizationId, audited.actor, audited.act) });
}

/** Both rows of one event; the outbox row only where the kind has a webhook. */
export function rowsOf({ organizationId, connectionId }: Where, event: ConnectionEvent) {
  const details = JSON.parse(storableJson(event.details ?? {})) as Record<string, string>;
  const reason = event.reason ?? null;
  const line = {
    organizationId,
    id: newId(),
    connectionId,
    kind: event.kind,
    reason,
    actor: event.actor === undefined ? null : storableText(event.actor),
    details,
  };
  const type = webhookTypeOf[event.kind];
  const outbox = type && {
    organizationId,
    id: newId(),
    type,
    connectionId,
    payload: { connectionId, reason, details },
  };
  return { line, outbox };
}

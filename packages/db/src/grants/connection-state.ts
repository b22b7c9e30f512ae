import type { ConnectionEvent, Settlement } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { noteFailure } from '../authorization-sessions.js';
import { recordEvent } from '../events.js';

interface HeldGrant {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly grantId: string;
}

/** The connection turns to error, once for each reason, if it still holds this grant; with the event. */
export async function turnToError(
  client: ClientBase,
  held: HeldGrant,
  error: NonNullable<Settlement['error']>,
): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE connection SET status = 'error', reason = $4, status_changed_at = statement_timestamp()
     WHERE organization_id = $1 AND id = $2 AND grant_id = $3 AND (status, reason) IS DISTINCT FROM ('error', $4)`,
    [held.organizationId, held.connectionId, held.grantId, error.reason],
  );
  if (!rowCount) return;
  await noteFailure(client, held, error.reason, error.event.details ?? {});
  await recordEvent(client, held, error.event);
}

/** Tells that the end of a grant is near, if the connection still holds it. */
export async function tellExpiring(client: ClientBase, held: HeldGrant, end: Date): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM connection WHERE organization_id = $1 AND id = $2 AND grant_id = $3',
    [held.organizationId, held.connectionId, held.grantId],
  );
  if (rowCount) await recordEvent(client, held, { kind: 'expiring', details: { expiresAt: end.toISOString() } });
}

/**
 * The connection turns from error to active, if it still holds this grant; with the event, but for one that waited for a
 * client which a probe shows to be accepted.
 */
export async function turnToActive(
  client: ClientBase,
  held: HeldGrant,
  event: ConnectionEvent,
  by: 'probe' | 'own_affair',
): Promise<void> {
  if (by === 'probe') await showAccepted(client, held);
  const { rowCount } = await client.query(
    `UPDATE connection SET status = 'active', reason = NULL, status_changed_at = statement_timestamp()
     WHERE organization_id = $1 AND id = $2 AND grant_id = $3 AND status = 'error'`,
    [held.organizationId, held.connectionId, held.grantId],
  );
  if (rowCount) await recordEvent(client, held, event);
}

/** A connection that waited for its client alone is active again, if it still holds this grant; its client's event tells it. */
export async function showAccepted(client: ClientBase, held: HeldGrant): Promise<void> {
  await client.query(
    `UPDATE connection SET status = 'active', reason = NULL, status_changed_at = statement_timestamp()
     WHERE organization_id = $1 AND id = $2 AND grant_id = $3 AND status = 'error' AND reason = 'client_misconfigured'`,
    [held.organizationId, held.connectionId, held.grantId],
  );
}

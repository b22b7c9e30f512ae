import type { ConnectionId, OrganizationId } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { endPendingSessions } from '../authorization-sessions.js';
import { lockConnection } from '../connection-lock.js';
import { endPendingDevice } from '../device-authorizations.js';
import { recordEventInTransaction } from '../events.js';
import { letGoOfGrant } from '../grants/let-go.js';
import type { TenantTransaction } from '../tenant-scope.js';

/**
 * Disconnects inside a transaction of management, as ConnectionsPort.disconnect does in one of its own: so that the
 * audit event, or the deletion that asks for it, is kept together with it. The caller rings for `revoke` afterwards.
 */
export async function disconnectInTransaction(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  actor: string | undefined,
): Promise<'disconnecting' | 'not_connected' | 'not_found'> {
  const statements = statementsIn(tx);
  const connection = await lockConnection(statements, organizationId, connectionId);
  if (!connection) return 'not_found';
  await endPendingSessions(statements, organizationId as OrganizationId, connectionId as ConnectionId, 'cancelled');
  await endPendingDevice(statements, organizationId as OrganizationId, connectionId as ConnectionId, 'cancelled');
  if (connection.status === 'disconnecting') return 'disconnecting';
  if (connection.grant_id === null) return 'not_connected';
  await tx.connection.update({
    where: { organizationId_id: { organizationId, id: connectionId } },
    data: {
      status: 'disconnecting',
      reason: null,
      statusChangedAt: new Date(),
      grantId: null,
      revokingGrantId: connection.grant_id,
    },
  });
  await letGoOfGrant(statements, organizationId, connection.grant_id);
  await recordEventInTransaction(
    tx,
    { organizationId, connectionId },
    { kind: 'disconnect_requested', ...(actor === undefined ? {} : { actor }) },
  );
  return 'disconnecting';
}

/** Statements of our own inside a Prisma transaction: the one method that they use. */
function statementsIn(tx: TenantTransaction): ClientBase {
  const query = async (text: string, values: readonly unknown[] = []) => {
    const rows = await tx.$queryRawUnsafe<unknown[]>(text, ...values);
    return { rows, rowCount: rows.length };
  };
  return { query } as unknown as ClientBase;
}

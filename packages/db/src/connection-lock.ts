import type { ClientBase } from 'pg';

export interface LockedConnection {
  readonly status: string;
  readonly grant_id: string | null;
}

/**
 * Locks a connection together with the clock of the grant that it holds, clock first, as stores and settlements do: so
 * that they and we never wait for each other. `undefined` when there is no such connection.
 */
export async function lockConnection(
  client: ClientBase,
  organizationId: string,
  connectionId: string,
): Promise<LockedConnection | undefined> {
  for (;;) {
    const seen = await client.query<LockedConnection>(
      'SELECT status, grant_id FROM connection WHERE organization_id = $1 AND id = $2',
      [organizationId, connectionId],
    );
    const grantId = seen.rows[0]?.grant_id ?? null;
    if (grantId !== null)
      await client.query('SELECT FROM grant_clock WHERE organization_id = $1 AND grant_id = $2 FOR NO KEY UPDATE', [
        organizationId,
        grantId,
      ]);
    const locked = await client.query<LockedConnection>(
      'SELECT status, grant_id FROM connection WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE',
      [organizationId, connectionId],
    );
    const connection = locked.rows[0];
    // Reconnected or disconnected in between: the lock in hand may be of the wrong clock.
    if (!connection || connection.grant_id === grantId) return connection;
  }
}

import type { AuthorizationSessionId, Completion, ConnectionId, OrganizationId } from '@latchkey/oauth';
import type { Database } from './database.js';
import { inTenantSql } from './tenant-scope.js';

/** Permission to start one authorization outside of the wizard. */
export interface AuthorizationTicket {
  /** Becomes the authorization session's. */
  readonly id: AuthorizationSessionId;
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly completion: Completion;
  /** Who asked, of a link. */
  readonly requestedBy?: string;
  readonly lang?: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type FoundTicket =
  | { readonly kind: 'open'; readonly ticket: AuthorizationTicket }
  | { readonly kind: 'unknown' | 'used' | 'expired' };

interface TicketRow {
  readonly kind: FoundTicket['kind'];
  readonly id: AuthorizationSessionId;
  readonly organization_id: OrganizationId;
  readonly connection_id: ConnectionId;
  readonly completion: Completion['kind'];
  readonly completion_challenge: string | null;
  readonly requested_by: string | null;
  readonly lang: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

/** Looks at a ticket by its SHA-256, without using it up. */
export async function findAuthorizationTicket(db: Database, ticketHash: Uint8Array): Promise<FoundTicket> {
  const { rows } = await db.pool.query<TicketRow>('SELECT kind, (ticket).* FROM find_authorization_ticket($1)', [
    Buffer.from(ticketHash),
  ]);
  const row = rows[0];
  if (!row) return { kind: 'unknown' };
  if (row.kind !== 'open') return { kind: row.kind };
  const completion: Completion =
    row.completion_challenge === null ? { kind: 'link' } : { kind: 'embedded', challenge: row.completion_challenge };
  return {
    kind: 'open',
    ticket: {
      id: row.id,
      organizationId: row.organization_id,
      connectionId: row.connection_id,
      completion,
      ...(row.requested_by === null ? {} : { requestedBy: row.requested_by }),
      ...(row.lang === null ? {} : { lang: row.lang }),
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    },
  };
}

/** Uses a ticket up, once; `false` when somebody else did, or its time is over. */
export async function useAuthorizationTicket(
  db: Database,
  { organizationId, id }: Pick<AuthorizationTicket, 'organizationId' | 'id'>,
): Promise<boolean> {
  const { rowCount } = await inTenantSql(db, organizationId, (client) =>
    client.query(
      `UPDATE authorization_ticket SET used_at = statement_timestamp()
       WHERE organization_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > statement_timestamp()`,
      [organizationId, id],
    ),
  );
  return rowCount === 1;
}

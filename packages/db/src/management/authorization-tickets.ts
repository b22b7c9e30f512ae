import type { Completion } from '@latchkey/oauth';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** Inserts a ticket that starts one authorization, by the database's clock; answers its id and its end. */
export async function createAuthorizationTicket(
  tx: TenantTransaction,
  organizationId: string,
  ticket: {
    readonly connectionId: string;
    readonly completion: Completion;
    readonly ticketHash: Uint8Array;
    readonly ticketSeconds: number;
    readonly requestedBy?: string;
    readonly lang?: string;
  },
): Promise<{ readonly id: string; readonly expiresAt: Date }> {
  const { completion } = ticket;
  const challenge = completion.kind === 'embedded' ? completion.challenge : null;
  const [row] = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
    INSERT INTO authorization_ticket (organization_id, id, connection_id, completion, ticket_hash,
      completion_challenge, requested_by, lang, expires_at)
    VALUES (${organizationId}::uuid, ${newId()}::uuid, ${ticket.connectionId}::uuid, ${completion.kind},
      ${ticket.ticketHash}, ${challenge}, ${ticket.requestedBy ?? null}, ${ticket.lang ?? null},
      statement_timestamp() + make_interval(secs => ${ticket.ticketSeconds}::integer))
    RETURNING id, expires_at AS "expiresAt"`;
  if (!row) throw new Error('the ticket was not inserted');
  return row;
}

/** What a ticket was made for, and whether it ended with a grant. */
export interface TicketFacts {
  readonly connectionId: string;
  readonly completion: Completion['kind'];
  readonly succeeded: 'yes' | 'no';
}

/** Reads them; `undefined` when there is no such ticket, or it was forgotten a day after its end. */
export async function readAuthorizationTicket(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<TicketFacts | undefined> {
  const where = { organizationId_id: { organizationId, id } };
  const row = await tx.authorizationTicket.findUnique({ where });
  if (!row) return undefined;
  const session = await tx.authorizationSession.findUnique({ where, select: { outcome: true } });
  const outcome = session?.outcome as { readonly kind?: string } | null | undefined;
  const { connectionId, completion } = row;
  return {
    ...{ connectionId, completion: completion as Completion['kind'] },
    succeeded: outcome?.kind === 'succeeded' ? 'yes' : 'no',
  };
}

import type { Completion } from '@latchkey/oauth';
import { recordEventInTransaction } from '../events.js';
import { givenUp } from '../given-up.js';
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

/**
 * Gives up what a ticket was made for, wherever it stands: nobody begins with it any more, and a response is thrown away.
 * What an exchange under way brings is revoked. `over`: it had ended.
 */
export async function cancelAuthorization(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  actor: string | undefined,
): Promise<'cancelled' | 'over' | 'not_found'> {
  const ticket = await readAuthorizationTicket(tx, organizationId, id);
  if (!ticket) return 'not_found';
  const unused = await tx.$executeRaw`
    UPDATE authorization_ticket SET used_at = statement_timestamp()
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND used_at IS NULL
      AND expires_at > statement_timestamp()`;
  const pending = await tx.$executeRaw`
    UPDATE authorization_session SET ended_how = 'cancelled', parked_response = NULL
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND consumed_at IS NULL AND ended_how IS NULL
      AND expires_at > statement_timestamp()`;
  const error = ticket.completion === 'link' ? 'not_confirmed' : 'not_completed';
  const outcome = JSON.stringify({ kind: 'failed', error, details: { cause: 'cancelled' } });
  const held = await tx.$executeRaw`
    UPDATE authorization_session SET parked_response = NULL, parked_until = NULL, outcome = ${outcome}::jsonb
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND parked_until > statement_timestamp()`;
  const exchanged = await tx.$executeRaw`
    UPDATE authorization_session SET outcome = ${givenUp}::jsonb
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND consumed_at IS NOT NULL AND outcome IS NULL`;
  if (unused + pending + held + exchanged === 0) return 'over';
  const where = { organizationId, connectionId: ticket.connectionId };
  await recordEventInTransaction(tx, where, {
    kind: 'authorization_cancelled',
    ...(actor === undefined ? {} : { actor }),
  });
  return 'cancelled';
}

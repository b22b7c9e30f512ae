import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { placeConnections } from './connection-places.js';

/** What a wizard session may do with a connection; no verb at all: see it. */
export type WizardVerb = 'connect' | 'disconnect' | 'log';

/** One entry of a wizard session's permissions, ids as in the rows. */
export interface WizardPermission {
  readonly connectionId: string;
  readonly verbs: readonly WizardVerb[];
}

/** Whose wizard it is: an instance's, or all of a customer's. */
export interface WizardSubject {
  readonly instanceId?: string;
  readonly customerId: string;
  readonly userId?: string;
}

/**
 * Computes what a session may see and do, and makes the connections of the customer and the user that are not there
 * yet. Organization-level connections are seen and never have verbs; a user's are there for that user only; what is
 * finished elsewhere is not connected here.
 */
export async function computePermissions(
  tx: TenantTransaction,
  organizationId: string,
  subject: WizardSubject,
): Promise<readonly WizardPermission[]> {
  const instances = await tx.instance.findMany({
    where: {
      organizationId,
      customerId: subject.customerId,
      state: 'active',
      ...(subject.instanceId === undefined ? {} : { id: subject.instanceId }),
    },
  });
  const visitor = subject.userId === undefined ? {} : { userId: subject.userId };
  for (const instance of instances) await placeConnections(tx, instance, visitor);
  const connections = await tx.connection.findMany({
    where: {
      organizationId,
      links: { some: { instanceId: { in: instances.map(({ id }) => id) } } },
      connectionConfig: { state: 'active' },
      OR: [{ level: { not: 'user' } }, ...(subject.userId === undefined ? [] : [{ userId: subject.userId }])],
    },
    orderBy: { id: 'asc' },
    select: { id: true, level: true, connectionConfig: { select: { completion: true } } },
  });
  return connections.map(({ id, level, connectionConfig: { completion } }) => ({
    connectionId: id,
    verbs:
      level === 'organization'
        ? []
        : completion === 'wizard'
          ? ['connect', 'disconnect', 'log']
          : ['disconnect', 'log'],
  }));
}

/** Inserts a session that waits for its ticket, by the database's clock; answers its id and the ticket's end. */
export async function createWizardSession(
  tx: TenantTransaction,
  organizationId: string,
  session: WizardSubject & {
    readonly ticketHash: Uint8Array;
    readonly ticketSeconds: number;
    readonly returnUrl?: string;
    readonly lang?: string;
    readonly permissions: readonly WizardPermission[];
  },
): Promise<{ readonly id: string; readonly expiresAt: Date }> {
  const [row] = await tx.$queryRaw<{ id: string; expiresAt: Date }[]>`
    INSERT INTO wizard_session (organization_id, id, instance_id, customer_id, user_id, ticket_hash, ticket_expires_at,
      expires_at, return_url, lang, permissions)
    VALUES (${organizationId}::uuid, ${newId()}::uuid, ${session.instanceId ?? null}::uuid,
      ${session.customerId}::uuid, ${session.userId ?? null}::uuid, ${session.ticketHash},
      statement_timestamp() + make_interval(secs => ${session.ticketSeconds}::integer),
      statement_timestamp() + make_interval(secs => ${session.ticketSeconds}::integer),
      ${session.returnUrl ?? null}, ${session.lang ?? null}, ${JSON.stringify(session.permissions)}::jsonb)
    RETURNING id, expires_at AS "expiresAt"`;
  if (!row) throw new Error('the wizard session was not inserted');
  return row;
}

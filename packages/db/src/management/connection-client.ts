import type { WizardSessionId } from '@latchkey/oauth';
import { recordEventInTransaction } from '../events.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { type GivenSecret, rearm, replaceSecret } from './config-clients.js';

export type ConnectionClientChange =
  | { readonly kind: 'saved' }
  /** A secret cannot be kept without a client id. */
  | { readonly kind: 'no_client_id' };

/**
 * Saves client credentials that a customer brings for one connection. A new client id is a new client: the present grant
 * keeps the one that it was made with, and the next Connect takes the new one. A new secret of the same client counts at
 * once. A line in the connection's log says so, without a value.
 */
export async function saveConnectionClient(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  given: {
    readonly clientId?: string;
    readonly secret?: GivenSecret;
    readonly actor?: string;
    readonly wizardSessionId?: WizardSessionId;
  },
): Promise<ConnectionClientChange> {
  const { clientId, secret, actor, wizardSessionId } = given;
  const where = { organizationId_id: { organizationId, id: connectionId } };
  const connection = await tx.connection.findUniqueOrThrow({ where, include: { client: true } });
  let clientRowId = connection.client?.id;
  if (clientId !== undefined && clientId !== connection.client?.clientId) {
    clientRowId = newId();
    await tx.client.create({ data: { organizationId, id: clientRowId, connectionId, clientId } });
    await tx.connection.update({ where, data: { clientRowId } });
  }
  if (clientRowId === undefined) return secret === undefined ? { kind: 'saved' } : { kind: 'no_client_id' };
  if (secret !== undefined) {
    await replaceSecret(tx, organizationId, clientRowId, 'current', secret);
    await rearm(tx, organizationId, clientRowId);
  }
  const changed = [
    ...(clientId === undefined ? [] : ['client id']),
    ...(secret === undefined ? [] : ['client secret']),
  ];
  await recordEventInTransaction(
    tx,
    { organizationId, connectionId },
    {
      kind: 'inputs_changed',
      ...(actor === undefined ? {} : { actor }),
      ...(wizardSessionId === undefined ? {} : { wizardSessionId }),
      details: { inputs: changed.join(', ') },
    },
  );
  return { kind: 'saved' };
}

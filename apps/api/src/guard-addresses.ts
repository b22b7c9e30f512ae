import type { TenantTransaction } from '@latchkey/db';
import { type GivenToConnection, moveAddresses, ownClientSecret } from '@latchkey/db/management';
import type { RequestKey } from './api.js';
import { Problem } from './errors.js';
import { outsideLimits } from './key-reach.js';

/**
 * Refuses what would send a saved secret to an address that it was not given for, unless the key may migrate clients: the
 * connection's own secrets are given again with the change, the vendor's is no matter of one connection. In the
 * transaction of the change, before anything is saved.
 */
export async function guardAddresses(
  tx: TenantTransaction,
  key: RequestKey,
  connectionId: string,
  given: GivenToConnection,
): Promise<void> {
  const move = await moveAddresses(tx, key.organizationId, connectionId, given);
  if (move.kind === 'same') return;
  if (move.vendorsClient !== 'stays' && move.integrationId === null && key.reach?.integrationIds)
    throw outsideLimits(
      key,
      'The client of this connection config is everybody’s: its hosts are not for this key to choose.',
    );
  if (key.scopes.includes('clients:migrate')) return;
  if (move.vendorsClient === 'goes_with_secret')
    throw new Problem('missing_scope', {
      detail:
        "These inputs choose a host that the vendor's saved client secret has not gone to: use a key with the scope clients:migrate.",
      members: { scope: 'clients:migrate' },
    });
  if (move.keptSecrets.length === 0) return;
  throw new Problem('unprocessable', {
    detail: 'The inputs lead to another address than the saved secrets were given for.',
    errors: move.keptSecrets.map((name) => ({
      field: name === ownClientSecret ? 'clientSecret' : `inputs.${name}`,
      messages: ['must be given again with these inputs, or use a key with the scope clients:migrate'],
    })),
  });
}

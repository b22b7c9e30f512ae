import type { OrganizationId } from '../ids.js';
import type { Ports } from '../ports.js';
import type { Client } from '../provider/client.js';
import type { RequestClient } from './token-request.js';

/** Opens the newest live secret of a client; a public client has none. */
export async function openClient(
  ports: Pick<Ports, 'vault'>,
  organizationId: OrganizationId,
  client: Client,
): Promise<RequestClient> {
  const [newest] = client.secrets;
  if (!newest) return { clientId: client.clientId };
  return {
    clientId: client.clientId,
    clientSecret: await ports.vault.open(
      { organizationId, row: newest.rowId, field: 'client_secret.value' },
      newest.value,
    ),
  };
}

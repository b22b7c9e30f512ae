import type { GrantTerms } from '../connection/grant.js';
import type { OrganizationId } from '../ids.js';
import type { Ports } from '../ports.js';
import type { Client } from '../provider/client.js';
import type { RequestClient } from './token-request.js';

/**
 * The client of a grant or of a flow: its frozen identifier with the newest live secret; a public client has none. The
 * identifier that the row has by now does not count: the tokens were issued to the frozen one.
 */
export async function openClient(
  ports: Pick<Ports, 'vault'>,
  holder: { readonly organizationId: OrganizationId; readonly client: Client; readonly terms: GrantTerms },
): Promise<RequestClient> {
  const { organizationId, client, terms } = holder;
  const [newest] = client.secrets;
  if (!newest) return { clientId: terms.clientId };
  return {
    clientId: terms.clientId,
    clientSecret: await ports.vault.open(
      { organizationId, row: newest.rowId, field: 'client_secret.value' },
      newest.value,
    ),
  };
}

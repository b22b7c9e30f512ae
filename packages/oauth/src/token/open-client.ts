import type { GrantTerms } from '../connection/grant.js';
import type { ConnectionId, OrganizationId } from '../ids.js';
import type { Ports, Sealed, SealPurpose, SecretInputs, VaultPort } from '../ports.js';
import type { Client } from '../provider/client.js';
import type { Secret } from '../secret.js';
import type { RequestClient, RequestValues } from './request-values.js';

/** Whatever holds a client and the inputs of a connection: a session or a grant. */
export interface ClientHolder {
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly client: Client;
  readonly secretInputs: SecretInputs;
  readonly terms: GrantTerms;
}

/**
 * The client of a grant or of a flow: its frozen identifier with the current secret and, while there is one,
 * the next; a public client has none. The
 * identifier that the row has by now does not count: the tokens were issued to the frozen one.
 */
export async function openClient(
  ports: Pick<Ports, 'vault'>,
  {
    organizationId,
    client,
    terms,
  }: Pick<ClientHolder, 'organizationId' | 'client'> & { readonly terms: Pick<GrantTerms, 'clientId'> },
): Promise<RequestClient> {
  const [current, next] = client.secrets;
  const open = (of: Client['secrets'][number]) => openSecret(ports.vault, organizationId, of);
  return {
    clientId: terms.clientId,
    ...(current ? { clientSecret: await open(current) } : {}),
    ...(next ? { nextSecret: await open(next) } : {}),
  };
}

interface OpenedSecret {
  readonly vault: VaultPort;
  readonly purpose: SealPurpose;
  readonly secret: Promise<Secret>;
}

/** By the sealed value itself: grants that were claimed together hold the same one, and it is forgotten with them. */
const opened = new WeakMap<Sealed, OpenedSecret>();

function openSecret(
  vault: VaultPort,
  organizationId: OrganizationId,
  { rowId, value }: Client['secrets'][number],
): Promise<Secret> {
  const known = opened.get(value);
  if (known?.vault === vault && known.purpose.row === rowId && known.purpose.organizationId === organizationId)
    return known.secret;
  const purpose = { organizationId, row: rowId, field: 'client_secret.value' } as const;
  const opening = vault.open(purpose, value);
  opened.set(value, { vault, purpose, secret: opening });
  // A vault that is away for a moment is asked again.
  opening.catch(() => opened.delete(value));
  return opening;
}

/** What the templates of a holder's requests speak of: its client and those secret inputs that they wait for. */
export async function openRequestValues(
  ports: Pick<Ports, 'vault'>,
  holder: ClientHolder,
): Promise<RequestValues & { readonly inputs: Readonly<Record<string, Secret>> }> {
  return { client: await openClient(ports, holder), inputs: await openSecretInputs(ports, holder, holder) };
}

/** Opens the secret inputs of a connection. */
export async function openSecretInputs(
  ports: Pick<Ports, 'vault'>,
  { secretInputs }: { readonly secretInputs: SecretInputs },
  { organizationId, connectionId }: Pick<ClientHolder, 'organizationId' | 'connectionId'>,
): Promise<Readonly<Record<string, Secret>>> {
  const inputs: Record<string, Secret> = {};
  for (const [name, sealed] of Object.entries(secretInputs)) {
    const purpose = { organizationId, row: connectionId, field: 'connection_input.value' } as const;
    inputs[name] = await ports.vault.open(purpose, sealed);
  }
  return inputs;
}

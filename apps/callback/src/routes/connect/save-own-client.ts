import { newId, type TenantTransaction } from '@latchkey/db';
import { type GivenSecret, readConnection, saveConnectionClient } from '@latchkey/db/management';
import { type ConnectionId, type OrganizationId, secret } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { clientIdField, clientSecretField } from '../../own-client-inputs.js';
import type { OpenWizard } from '../../plugins/wizard-session.js';

/** Client credentials that a customer typed. */
export interface TypedClient {
  /** Empty when none was typed. */
  readonly clientId: string;
  /** Absent: the saved one of the same client stays. */
  readonly secret?: GivenSecret;
}

const refuse = (message: string) => new BrowserRefusal(422, 'input_invalid', message);

/** Reads and seals them; `undefined` when the form has no fields for them. Throws a BrowserRefusal when they have no right form. */
export async function readTypedClient(
  deps: CallbackDeps,
  organizationId: OrganizationId,
  given: Readonly<Record<string, string>>,
): Promise<TypedClient | undefined> {
  if (!Object.hasOwn(given, clientIdField) && !Object.hasOwn(given, clientSecretField)) return undefined;
  const clientId = given[clientIdField]?.trim() ?? '';
  const clientSecret = given[clientSecretField]?.trim() ?? '';
  if (clientId !== '' && !/^[\x20-\x7e]{1,1000}$/.test(clientId))
    throw refuse('The client id does not have the right form.');
  if (clientSecret.length > 10_000) throw refuse('The client secret is too long.');
  if (clientSecret === '') return { clientId };
  const id = newId();
  const purpose = { organizationId, row: id, field: 'client_secret.value' } as const;
  return { clientId, secret: { id, value: await deps.ports.vault.seal(purpose, secret(clientSecret)) } };
}

/** Saves them where the definition leaves them to each customer; throws a BrowserRefusal when they are nobody's to give here. */
export async function saveOwnClient(
  tx: TenantTransaction,
  wizard: OpenWizard,
  connectionId: ConnectionId,
  { clientId, secret: given }: TypedClient,
): Promise<void> {
  const { organizationId } = wizard.session;
  const connection = await readConnection(tx, organizationId, connectionId);
  if (connection?.clientOwner !== 'connection') throw refuse('client.id is not an input that can be set here');
  const { ownClient } = connection;
  const isNew = clientId !== '' && clientId !== ownClient?.clientId;
  if (!ownClient && !isNew) throw refuse('The client id must not be empty.');
  if (!isNew && !given) return;
  await saveConnectionClient(tx, organizationId, connectionId, {
    ...{ ...(isNew ? { clientId } : {}), ...(given ? { secret: given } : {}) },
    wizardSessionId: wizard.session.id,
  });
}

import type { WizardViewConnection } from '@latchkey/db';
import type { WizardInput } from '@latchkey/sdk';

/** The fields by which a customer gives client credentials; no input of a definition can have a name with a dot. */
export const clientIdField = 'client.id';
export const clientSecretField = 'client.secret';

/** The fields for client credentials, where each customer brings their own: under the provider's own words for them. */
export function ownClientInputs(row: Pick<WizardViewConnection, 'definition' | 'ownClient'>): readonly WizardInput[] {
  const { client, token } = row.definition;
  if (client?.owner !== 'connection') return [];
  const id: WizardInput = {
    name: clientIdField,
    label: client.idLabel ?? 'Client ID',
    type: 'text',
    required: true,
    hasValue: row.ownClient !== null,
    ...(row.ownClient ? { value: row.ownClient.clientId } : {}),
  };
  if (token.clientAuthentication === 'none') return [id];
  const secret: WizardInput = {
    name: clientSecretField,
    label: client.secretLabel ?? 'Client secret',
    type: 'secret',
    required: true,
    hasValue: row.ownClient?.hasSecret ?? false,
  };
  return [id, secret];
}

import { inTenant, newId } from '@latchkey/db';
import { readConnection, saveConnectionClient } from '@latchkey/db/management';
import { type ConnectionId, secret } from '@latchkey/oauth';
import type { CallbackDeps } from '../../callback-deps.js';
import { BrowserRefusal } from '../../errors.js';
import { clientIdField, clientSecretField } from '../../own-client-inputs.js';
import type { OpenWizard } from '../../plugins/wizard-session.js';

/**
 * Saves client credentials that the customer typed, where the definition leaves them to each. An empty secret keeps the
 * saved one of the same client. Throws a BrowserRefusal when they do not fit, or are nobody's to give here.
 */
export async function saveOwnClient(
  deps: CallbackDeps,
  wizard: OpenWizard,
  connectionId: ConnectionId,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  if (!Object.hasOwn(given, clientIdField) && !Object.hasOwn(given, clientSecretField)) return;
  const { organizationId } = wizard.session;
  const clientId = given[clientIdField]?.trim() ?? '';
  const clientSecret = given[clientSecretField]?.trim() ?? '';
  const refuse = (message: string) => new BrowserRefusal(422, 'input_invalid', message);
  if (clientId !== '' && !/^[\x20-\x7e]{1,1000}$/.test(clientId))
    throw refuse('The client id does not have the right form.');
  if (clientSecret.length > 10_000) throw refuse('The client secret is too long.');
  const id = newId();
  const sealed =
    clientSecret === ''
      ? {}
      : {
          secret: {
            id,
            value: await deps.ports.vault.seal(
              { organizationId, row: id, field: 'client_secret.value' },
              secret(clientSecret),
            ),
          },
        };
  await inTenant(deps.db, organizationId, async (tx) => {
    const connection = await readConnection(tx, organizationId, connectionId);
    if (connection?.clientOwner !== 'connection') throw refuse('client.id is not an input that can be set here');
    const { ownClient } = connection;
    const isNew = clientId !== '' && clientId !== ownClient?.clientId;
    if (!ownClient && !isNew) throw refuse('The client id must not be empty.');
    if (!isNew && clientSecret === '') return;
    await saveConnectionClient(tx, organizationId, connectionId, {
      ...{ ...(isNew ? { clientId } : {}), ...sealed },
      wizardSessionId: wizard.session.id,
    });
  });
}

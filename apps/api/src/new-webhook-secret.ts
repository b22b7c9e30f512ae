import { newId } from '@latchkey/db';
import type { NewWebhookSecret } from '@latchkey/db/management';
import { newWebhookSecret, reveal } from '@latchkey/oauth';
import type { ApiDeps } from './api-deps.js';

/** A new signing secret, sealed for its row, and its text for the one answer that tells it. */
export async function sealNewWebhookSecret(
  { ports }: Pick<ApiDeps, 'ports'>,
  organizationId: string,
): Promise<{ readonly row: NewWebhookSecret; readonly text: string }> {
  const id = newId();
  const made = newWebhookSecret(ports.random);
  const value = await ports.vault.seal({ organizationId, row: id, field: 'webhook_secret.value' }, made);
  return { row: { id, value }, text: reveal(made) };
}

import type { TenantTransaction } from '@latchkey/db';
import { readWebhookEndpoint } from '@latchkey/db/management';
import { notFound } from '../../../errors.js';
import { toWebhookEndpoint } from '../../../wire/webhook-endpoint.js';

/** The endpoint as it is answered; throws when there is none. */
export async function readEndpointAnswer(tx: TenantTransaction, organizationId: string, id: string) {
  const row = await readWebhookEndpoint(tx, organizationId, id);
  if (!row) throw notFound('webhook endpoint');
  return toWebhookEndpoint(row);
}

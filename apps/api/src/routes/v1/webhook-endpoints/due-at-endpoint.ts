import type { TenantTransaction } from '@latchkey/db';
import { wakeWebhookEndpoint } from '@latchkey/db/management';
import { Problem } from '../../../errors.js';
import { readEndpointAnswer } from './read-endpoint-answer.js';

/** Has the endpoint looked at once what `work` made due is committed; throws when it is disabled or not there. */
export async function dueAtEndpoint<Result>(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if ((await wakeWebhookEndpoint(tx, organizationId, id)) === 'woken') return work();
  await readEndpointAnswer(tx, organizationId, id);
  throw new Problem('conflict', { detail: 'The endpoint is disabled: set its status to `enabled` first.' });
}

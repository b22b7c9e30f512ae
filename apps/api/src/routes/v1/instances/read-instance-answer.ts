import type { TenantTransaction } from '@latchkey/db';
import { listConnectionsOfInstances, readInstance } from '@latchkey/db/management';
import type { Static } from 'typebox';
import type { ApiDeps } from '../../../api-deps.js';
import { type Instance, toInstance } from '../../../wire/instance.js';

/** An instance with its connections as it is answered; `undefined` when there is none. */
export async function readInstanceAnswer(
  { callbackPublicUrl }: Pick<ApiDeps, 'callbackPublicUrl'>,
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<Static<typeof Instance> | undefined> {
  const row = await readInstance(tx, organizationId, id);
  return row && toInstance(row, await listConnectionsOfInstances(tx, organizationId, [id]), callbackPublicUrl);
}

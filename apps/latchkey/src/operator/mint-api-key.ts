import type { TenantTransaction } from '@latchkey/db';
import { createApiKey, type KeyLimits, recordAuditEvent } from '@latchkey/db/management';
import { newApiKey } from './new-api-key.js';

/** Makes an API key with its audit event; answers its text, which is kept nowhere. */
export async function mintApiKey(
  tx: TenantTransaction,
  organizationId: string,
  key: {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly expiresAt?: Date;
    readonly limits?: KeyLimits;
  },
): Promise<string> {
  const { text, stored } = await newApiKey();
  const { id } = await createApiKey(tx, organizationId, { ...stored, ...key });
  await recordAuditEvent(
    tx,
    organizationId,
    { kind: 'operator' },
    {
      action: 'api_key.created',
      targetKind: 'api_key',
      targetId: id,
      details: { name: key.name, scopes: key.scopes, ...key.limits },
    },
  );
  return text;
}

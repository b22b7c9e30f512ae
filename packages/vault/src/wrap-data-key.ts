import { randomUUID } from 'node:crypto';
import type { StoredDataKey } from './data-key-store.js';
import type { KeyRing } from './key-ring.js';
import type { Purpose } from './purpose.js';
import { VaultError } from './vault-error.js';

/** A fresh data key for an organization, wrapped by the ring's current key. Nothing of it stays in the clear. */
export async function newDataKey(ring: KeyRing, organizationId: string): Promise<StoredDataKey> {
  const id = randomUUID();
  const { dataKey, wrapped } = await ring.current.generate(wrapPurpose(organizationId, id));
  dataKey.fill(0);
  return { id, wrapped, kekId: ring.current.id };
}

/** The same data key, wrapped by the ring's current key. Throws a VaultError when it cannot be unwrapped. */
export async function rewrapDataKey(
  ring: KeyRing,
  organizationId: string,
  stored: StoredDataKey,
): Promise<StoredDataKey> {
  const bytes = await unwrapDataKey(ring, organizationId, stored);
  try {
    const wrapped = await ring.current.wrap(wrapPurpose(organizationId, stored.id), bytes);
    return { id: stored.id, wrapped, kekId: ring.current.id };
  } finally {
    bytes.fill(0);
  }
}

/** The bytes of a data key, to be overwritten after use. Throws a VaultError when its key-encryption key is not here. */
export async function unwrapDataKey(
  ring: KeyRing,
  organizationId: string,
  { id, kekId, wrapped }: StoredDataKey,
): Promise<Uint8Array> {
  const purpose = wrapPurpose(organizationId, id);
  const kek = ring.find(kekId);
  if (!kek)
    throw new VaultError(`no such key-encryption key here, only ${ring.ids.join(', ')}`, { keyId: kekId, purpose });
  const bytes = await kek.unwrap(purpose, wrapped);
  if (bytes.length !== 32) throw new VaultError('a data key of a wrong length', { keyId: kekId, purpose });
  return bytes;
}

function wrapPurpose(organizationId: string, dataKeyId: string): Purpose {
  return { organizationId, row: dataKeyId, field: 'organization_data_key.wrapped' };
}

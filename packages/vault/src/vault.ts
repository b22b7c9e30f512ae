import { reveal, type Sealed, type SealPurpose, type Secret, secret, type VaultPort } from '@latchkey/oauth';
import type { DataKeyStore } from './data-key-store.js';
import { createDataKeys } from './data-keys.js';
import { parseEnvelope } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { openBytes } from './open.js';
import { wellFormedUtf8 } from './purpose.js';
import { sealBytes } from './seal.js';
import { VaultError } from './vault-error.js';

export interface VaultOptions {
  readonly keyEncryptionKeys: KeyRing;
  readonly dataKeys: DataKeyStore;
  /** Organizations whose data keys stay unwrapped in memory (default 10,000). */
  readonly cachedOrganizations?: number;
  /** After so long the next seal looks for a newer data key; an opening does so in the background (default 60,000). */
  readonly dataKeyMaxAgeMs?: number;
}

/**
 * Seals and opens secrets: AES-256-GCM under a data key for each organization, which a key-encryption key wraps.
 * All failures are exceptions: a VaultError, a KmsError, or the store's own error when the data keys cannot be read.
 */
export function createVault(options: VaultOptions): VaultPort {
  const keys = createDataKeys({
    keyEncryptionKeys: options.keyEncryptionKeys,
    dataKeys: options.dataKeys,
    capacity: options.cachedOrganizations ?? 10_000,
    maxAgeMs: options.dataKeyMaxAgeMs ?? 60_000,
  });
  return {
    async seal(purpose: SealPurpose, plaintext: Secret): Promise<Sealed> {
      const { id, key } = await keys.current(purpose.organizationId);
      const bytes = wellFormedUtf8(reveal(plaintext));
      if (!bytes) throw new VaultError('not a well-formed text', { keyId: id, purpose });
      return { envelope: sealBytes(key, id, purpose, bytes) } as Sealed;
    },
    async open(purpose: SealPurpose, sealed: Sealed): Promise<Secret> {
      const envelope = parseEnvelope(sealed.envelope);
      if (!envelope) throw new VaultError('not an envelope', { purpose });
      const found = await keys.find(purpose.organizationId, envelope.keyId);
      if (!found) throw new VaultError('unknown data key', { keyId: envelope.keyId, purpose });
      return secret(openBytes(found.key, purpose, envelope).toString('utf8'));
    },
    async prepare(organizationId: string): Promise<void> {
      await keys.prepare(organizationId);
    },
  };
}

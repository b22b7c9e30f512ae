import { createDecipheriv, type KeyObject } from 'node:crypto';
import { type Envelope, tagLength } from './envelope.js';
import { additionalData, type Purpose } from './purpose.js';
import { sealingKey } from './sealing-key.js';
import { VaultError } from './vault-error.js';

/**
 * Decrypts an envelope for the purpose that it was sealed for. Throws a VaultError when a byte was changed or the row,
 * organization or field is another; which of these it was cannot be told.
 */
export function openBytes(key: KeyObject, purpose: Purpose, envelope: Envelope): Buffer {
  const { keyId, nonce, tag, ciphertext } = envelope;
  const additional = additionalData(keyId, purpose);
  const sealing = sealingKey(key, additional);
  const decipher = createDecipheriv('aes-256-gcm', sealing, nonce, { authTagLength: tagLength });
  sealing.fill(0);
  decipher.setAAD(additional);
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    throw new VaultError('changed bytes, or sealed for another purpose', { keyId, purpose });
  }
}

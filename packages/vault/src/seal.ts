import { createCipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { encodeEnvelope, nonceLength } from './envelope.js';
import { additionalData, type Purpose } from './purpose.js';
import { sealingKey } from './sealing-key.js';

/** Encrypts bytes for one purpose with AES-256-GCM under a 256-bit key, and gives the envelope's bytes. */
export function sealBytes(key: KeyObject, keyId: string, purpose: Purpose, plaintext: Uint8Array): Uint8Array {
  const additional = additionalData(keyId, purpose);
  const nonce = randomBytes(nonceLength);
  const sealing = sealingKey(key, additional);
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
  sealing.fill(0);
  cipher.setAAD(additional);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return encodeEnvelope({ keyId, nonce, tag: cipher.getAuthTag(), ciphertext });
}

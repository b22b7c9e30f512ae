import { createCipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { encodeEnvelope, nonceLength } from './envelope.js';
import { additionalData, type Purpose } from './purpose.js';
import { sealingKey } from './sealing-key.js';

/** Nonces that are drawn at once: asking the system for twelve bytes costs a quarter of a seal. They are no secrets. */
const drawn = Buffer.alloc(nonceLength * 256);
let next = drawn.length;

function drawNonce(): Uint8Array {
  if (next === drawn.length) {
    randomFillSync(drawn);
    next = 0;
  }
  next += nonceLength;
  return Uint8Array.prototype.slice.call(drawn, next - nonceLength, next);
}

/** Encrypts bytes for one purpose with AES-256-GCM under a 256-bit key, and gives the envelope's bytes. */
export function sealBytes(key: KeyObject, keyId: string, purpose: Purpose, plaintext: Uint8Array): Uint8Array {
  const additional = additionalData(keyId, purpose);
  const nonce = drawNonce();
  const sealing = sealingKey(key, additional);
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
  sealing.fill(0);
  cipher.setAAD(additional);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return encodeEnvelope({ keyId, nonce, tag: cipher.getAuthTag(), ciphertext });
}

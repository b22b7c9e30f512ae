import { createHmac, type KeyObject } from 'node:crypto';

/**
 * The AES-256 key for one purpose, derived from a data key: HMAC-SHA-256(data key, additional data), the one-block
 * case of NIST SP 800-108 in counter mode without its constant counter.
 *
 * Why derive: AES-GCM with random 96-bit nonces may seal at most 2^32 values under one key (NIST SP 800-38D, 8.3, keeps
 * the chance of a repeated nonce under 2^-32). An organization with a million one-hour tokens would reach that with its
 * data key in about half a year. With a key per row and field the bound counts seals of one field of one row: at
 * one refresh every 30 s it is reached after 4,000 years.
 *
 * Bytes, not a KeyObject, which costs more than the cipher; to be overwritten with zeros after the one use.
 */
export function sealingKey(dataKey: KeyObject, additional: Uint8Array): Buffer {
  return createHmac('sha256', dataKey).update(additional).digest();
}

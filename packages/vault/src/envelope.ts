/**
 * What a sealed value looks like as bytes:
 *
 *     version (1) | key id length (1) | key id (UTF-8, 1..64) | nonce (12) | tag (16) | ciphertext (any length)
 *
 * The header (version, key id) is authenticated too: it begins the additional data.
 */
export interface Envelope {
  readonly keyId: string;
  /** 96 bits, random for each seal. */
  readonly nonce: Uint8Array;
  /** 128 bits. */
  readonly tag: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export const nonceLength = 12;
export const tagLength = 16;
const version = 1;
const keyIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Key ids are ASCII names of 1 to 64 letters, digits, dots, underscores and hyphens. */
export function isKeyId(text: string): boolean {
  return keyIdPattern.test(text);
}

/** The authenticated beginning of an envelope. Throws a TypeError when the key id is not one. */
export function envelopeHeader(keyId: string): Uint8Array {
  if (!isKeyId(keyId)) throw new TypeError('a key id has 1 to 64 letters, digits, dots, underscores and hyphens');
  const header = Buffer.allocUnsafe(2 + keyId.length);
  header[0] = version;
  header[1] = keyId.length;
  header.write(keyId, 2, 'latin1');
  return header;
}

export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const { keyId, nonce, tag, ciphertext } = envelope;
  if (nonce.length !== nonceLength || tag.length !== tagLength) throw new TypeError('nonce or tag of a wrong length');
  return Buffer.concat([envelopeHeader(keyId), nonce, tag, ciphertext]);
}

/** Reads any bytes: an envelope, or undefined when they are not one. It never throws. */
export function parseEnvelope(bytes: Uint8Array): Envelope | undefined {
  if (bytes[0] !== version) return undefined;
  const nonceAt = 2 + (bytes[1] ?? 0);
  const tagAt = nonceAt + nonceLength;
  const ciphertextAt = tagAt + tagLength;
  if (bytes.length < ciphertextAt) return undefined;
  const keyId = Buffer.from(bytes.buffer, bytes.byteOffset + 2, nonceAt - 2).toString('latin1');
  if (!isKeyId(keyId)) return undefined;
  return {
    keyId,
    nonce: bytes.subarray(nonceAt, tagAt),
    tag: bytes.subarray(tagAt, ciphertextAt),
    ciphertext: bytes.subarray(ciphertextAt),
  };
}

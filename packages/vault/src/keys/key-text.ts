import { randomBytes } from 'node:crypto';
import { isKeyId } from '../envelope.js';
import { createKeyRing, type KeyRing, localKey } from '../key-ring.js';
import { VaultError } from '../vault-error.js';
import { awsKmsKey } from './aws-kms.js';

/**
 * Reads key-encryption keys written as `id:key`, separated by commas or white space; the first is current. The key is
 * 32 bytes in base64url, or `aws-kms:` and the ARN of a key of AWS KMS. `source` names where the text came from, for the
 * messages, which never quote the text.
 */
export function parseKeyText(text: string, source: string): KeyRing {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0) throw new VaultError(`${source} holds no key; ${shape}`);
  const places = new Map<string, string>();
  return createKeyRing(
    entries.map((entry, index) => {
      const place = `entry ${index + 1} of ${source}`;
      const colon = entry.indexOf(':');
      const id = entry.slice(0, colon);
      if (colon < 0 || !isKeyId(id)) throw new VaultError(`${place} has no key id; ${shape}`);
      const key = entry.slice(colon + 1).replace(/=$/, '');
      for (const [what, of] of [
        ['id', id],
        ['key', key],
      ] as const) {
        const other = places.get(`${what} ${of}`);
        if (other) throw new VaultError(`${place} has the ${what} of ${other}; each needs its own`, { keyId: id });
        places.set(`${what} ${of}`, place);
      }
      if (key.startsWith(awsKmsPrefix)) return awsKmsKey(id, key.slice(awsKmsPrefix.length));
      if (!/^[A-Za-z0-9_-]{43}$/.test(key))
        throw new VaultError(`${place} is not 32 bytes in base64url; ${shape}`, { keyId: id });
      return localKey(id, Buffer.from(key, 'base64url'));
    }),
  );
}

const awsKmsPrefix = 'aws-kms:';
const shape =
  'write it as id:key, the key being 32 random bytes in base64url (43 characters), or as id:aws-kms:<the ARN of a key>';

/** A fresh key-encryption key as text: its id tells the day it was made, and is unique. */
export function newKeyText(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `kek-${day}-${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64url')}`;
}

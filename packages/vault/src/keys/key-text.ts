import { randomBytes } from 'node:crypto';
import { isKeyId } from '../envelope.js';
import { createKeyRing, type KeyRing, localKey } from '../key-ring.js';
import { VaultError } from '../vault-error.js';

/**
 * Reads key-encryption keys written as `id:key`, separated by commas or white space; the first is current. The key is
 * 32 bytes in base64url. `source` names where the text came from, for the messages, which never quote the text.
 */
export function parseKeyText(text: string, source: string): KeyRing {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0) throw new VaultError(`${source} holds no key; ${shape}`);
  return createKeyRing(
    entries.map((entry, index) => {
      const colon = entry.indexOf(':');
      const id = entry.slice(0, colon);
      if (colon < 0 || !isKeyId(id)) throw new VaultError(`entry ${index + 1} of ${source} has no key id; ${shape}`);
      const encoded = entry.slice(colon + 1);
      if (!/^[A-Za-z0-9_-]{43}=?$/.test(encoded)) {
        throw new VaultError(`entry ${index + 1} of ${source} is not 32 bytes in base64url; ${shape}`, { keyId: id });
      }
      return localKey(id, Buffer.from(encoded, 'base64url'));
    }),
  );
}

const shape = 'write it as id:key, the key being 32 random bytes in base64url (43 characters)';

/** A fresh key-encryption key as text: its id tells the day it was made, and is unique. */
export function newKeyText(): string {
  const day = new Date().toISOString().slice(0, 10);
  return `kek-${day}-${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64url')}`;
}

import { createSecretKey, randomBytes } from 'node:crypto';
import { isKeyId, parseEnvelope } from './envelope.js';
import { openBytes } from './open.js';
import type { Purpose } from './purpose.js';
import { sealBytes } from './seal.js';
import { VaultError } from './vault-error.js';

/** Wraps data keys. A key held by a KMS has the same shape, hence the promises. */
export interface KeyEncryptionKey {
  readonly id: string;
  /** How long what it unwraps may be kept in memory, in milliseconds; for as long as the process lives when left out. */
  readonly unwrappedLifeMs?: number;
  /** A fresh data key of 32 bytes, and the same wrapped. */
  generate(purpose: Purpose): Promise<{ readonly dataKey: Uint8Array; readonly wrapped: Uint8Array }>;
  wrap(purpose: Purpose, dataKey: Uint8Array): Promise<Uint8Array>;
  /**
   * Throws a VaultError when the bytes were changed or wrapped for another purpose or by another key; a
   * {@link KmsError} when a KMS could not be asked.
   */
  unwrap(purpose: Purpose, wrapped: Uint8Array): Promise<Uint8Array>;
}

/** Key-encryption keys by id; the current one wraps new data keys, the others still unwrap older ones. */
export interface KeyRing {
  readonly current: KeyEncryptionKey;
  /** Of all keys, the current one first. */
  readonly ids: readonly string[];
  find(id: string): KeyEncryptionKey | undefined;
}

/** A ring whose first key is the current one. Throws a VaultError when it would be empty or hold an id twice. */
export function createKeyRing(keys: readonly KeyEncryptionKey[]): KeyRing {
  const [current] = keys;
  if (!current) throw new VaultError('no key-encryption key');
  const byId = new Map<string, KeyEncryptionKey>();
  for (const key of keys) {
    if (byId.has(key.id)) throw new VaultError('two key-encryption keys have one id', { keyId: key.id });
    byId.set(key.id, key);
  }
  return { current, ids: [...byId.keys()], find: (id) => byId.get(id) };
}

/** A key-encryption key held in this process: 32 bytes. Throws a VaultError when the id or the length is wrong. */
export function localKey(id: string, bytes: Uint8Array): KeyEncryptionKey {
  if (!isKeyId(id)) throw new VaultError('a key id has 1 to 64 letters, digits, dots, underscores and hyphens');
  if (bytes.length !== 32) throw new VaultError('a key-encryption key has 32 bytes', { keyId: id });
  const key = createSecretKey(bytes);
  return {
    id,
    async generate(purpose) {
      const dataKey = randomBytes(32);
      return { dataKey, wrapped: sealBytes(key, id, purpose, dataKey) };
    },
    async wrap(purpose, dataKey) {
      return sealBytes(key, id, purpose, dataKey);
    },
    async unwrap(purpose, wrapped) {
      const envelope = parseEnvelope(wrapped);
      if (envelope?.keyId !== id) throw new VaultError('not wrapped by this key', { keyId: id, purpose });
      return openBytes(key, purpose, envelope);
    },
  };
}

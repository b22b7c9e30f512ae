import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type { DataKeyStore, StoredDataKey } from './data-key-store.js';
import type { KeyRing } from './key-ring.js';
import type { Purpose } from './purpose.js';
import { VaultError } from './vault-error.js';

export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The unwrapped data keys of organizations, kept in memory. */
export interface DataKeys {
  /** The key that seals now; the organization's first is made here. Throws a VaultError when it cannot be unwrapped. */
  current(organizationId: string): Promise<DataKey>;
  /** The key with this id, or undefined. Throws a VaultError when it is known and cannot be unwrapped. */
  find(organizationId: string, id: string): Promise<DataKey | undefined>;
}

/** The newest first, as the store gives them; one that cannot be unwrapped says so only when it is asked for. */
type Loaded = readonly { readonly id: string; readonly key: KeyObject | VaultError }[];

export function createDataKeys(options: {
  readonly keyEncryptionKeys: KeyRing;
  readonly dataKeys: DataKeyStore;
  /** Organizations kept; the least recently used leaves. Keep it well above the grants that are worked on at once. */
  readonly capacity: number;
  /** After so long, a use fetches the keys again in the background, to notice that a newer one seals. */
  readonly maxAgeMs: number;
}): DataKeys {
  const { keyEncryptionKeys, dataKeys, capacity, maxAgeMs } = options;
  const cache = new Map<string, { readonly keys: Loaded; readonly loadedAt: number }>();
  const loading = new Map<string, Promise<Loaded>>();

  async function unwrap(organizationId: string, stored: StoredDataKey): Promise<Loaded[number]> {
    const { id, kekId } = stored;
    const purpose = wrapPurpose(organizationId, id);
    const kek = keyEncryptionKeys.find(kekId);
    if (!kek) return { id, key: new VaultError('no such key-encryption key here', { keyId: kekId, purpose }) };
    try {
      return { id, key: intoKeyObject(await kek.unwrap(purpose, stored.wrapped)) };
    } catch (error) {
      // Anything else (a KMS that is away) is for the caller to try again, and is not remembered.
      if (error instanceof VaultError) return { id, key: error };
      throw error;
    }
  }

  async function load(organizationId: string): Promise<Loaded> {
    const stored = await dataKeys.load(organizationId);
    const keys = await Promise.all(stored.map((key) => unwrap(organizationId, key)));
    if (keys.length > 0) remember(organizationId, keys);
    return keys;
  }

  async function loadOrCreate(organizationId: string): Promise<Loaded> {
    const keys = await load(organizationId);
    if (keys.length > 0) return keys;
    const id = randomUUID();
    const bytes = randomBytes(32);
    const kek = keyEncryptionKeys.current;
    const wrapped = await kek.wrap(wrapPurpose(organizationId, id), bytes);
    bytes.fill(0);
    // Unwrapped again from what the store answers, ours or another process's: what is used is what was stored.
    const stored = await dataKeys.create(organizationId, { id, wrapped, kekId: kek.id });
    const created = [await unwrap(organizationId, stored)];
    remember(organizationId, created);
    return created;
  }

  /** One load at a time for each organization, shared by all who wait. */
  function share(slot: string, work: () => Promise<Loaded>): Promise<Loaded> {
    const running = loading.get(slot);
    if (running !== undefined) return running;
    const started = work().finally(() => loading.delete(slot));
    loading.set(slot, started);
    return started;
  }

  function remember(organizationId: string, keys: Loaded): void {
    cache.delete(organizationId);
    cache.set(organizationId, { keys, loadedAt: performance.now() });
    for (const oldest of cache.keys()) {
      if (cache.size <= capacity) break;
      cache.delete(oldest);
    }
  }

  function recall(organizationId: string): Loaded | undefined {
    const cached = cache.get(organizationId);
    if (!cached) return undefined;
    cache.delete(organizationId);
    cache.set(organizationId, cached);
    if (performance.now() - cached.loadedAt > maxAgeMs) {
      // Not awaited, and its failure is nobody's: the keys at hand still seal and open while the store is away.
      share(`load ${organizationId}`, () => load(organizationId)).catch(() => undefined);
    }
    return cached.keys;
  }

  return {
    async current(organizationId) {
      const keys =
        recall(organizationId) ?? (await share(`create ${organizationId}`, () => loadOrCreate(organizationId)));
      return usable(keys[0]) ?? fail(organizationId);
    },
    async find(organizationId, id) {
      const named = (keys: Loaded | undefined) => usable(keys?.find((key) => key.id === id));
      return named(recall(organizationId)) ?? named(await share(`load ${organizationId}`, () => load(organizationId)));
    },
  };
}

function wrapPurpose(organizationId: string, dataKeyId: string): Purpose {
  return { organizationId, row: dataKeyId, field: 'organization_data_key.wrapped' };
}

function usable(loaded: Loaded[number] | undefined): DataKey | undefined {
  if (!loaded) return undefined;
  if (loaded.key instanceof VaultError) throw loaded.key;
  return { id: loaded.id, key: loaded.key };
}

function fail(organizationId: string): never {
  throw new VaultError(`organization ${organizationId} has no data key`);
}

/** The bytes leave JavaScript's heap for a KeyObject, which no log or inspection shows. */
function intoKeyObject(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

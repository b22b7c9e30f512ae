import type { KeyObject } from 'node:crypto';
import type { DataKeyStore } from './data-key-store.js';
import { type HeldKey, holdKey } from './held-key.js';
import type { KeyRing } from './key-ring.js';
import { VaultError } from './vault-error.js';
import { newDataKey } from './wrap-data-key.js';

export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The data keys of organizations, kept in memory, unwrapped where they are used. */
export interface DataKeys {
  /**
   * The key that seals now; the organization's first is made here. What is asked for after `prepare` does not fail: when
   * the newest key cannot be had, an older one in memory seals. Throws a VaultError when there is none.
   */
  current(organizationId: string): Promise<DataKey>;
  /** Rejects unless the key that seals now is unwrapped. */
  prepare(organizationId: string): Promise<void>;
  /** The key with this id, or undefined. Throws a VaultError when it is known and cannot be unwrapped. */
  find(organizationId: string, id: string): Promise<DataKey | undefined>;
}

/** The one that seals first, as the store gives them. */
type Loaded = readonly HeldKey[];

/** Who seals an answer in hand waits so long for a newer key; then what is in memory must do. */
const longestWaitMs = 1000;

export function createDataKeys(options: {
  readonly keyEncryptionKeys: KeyRing;
  readonly dataKeys: DataKeyStore;
  /** Organizations kept; the least recently used leaves. Keep it well above the grants that are worked on at once. */
  readonly capacity: number;
  /** After so long the keys are loaded again: before the next seal, and in the background of the next opening. */
  readonly maxAgeMs: number;
}): DataKeys {
  const { keyEncryptionKeys, dataKeys, capacity, maxAgeMs } = options;
  const cache = new Map<string, { readonly keys: Loaded; readonly loadedAt: number }>();
  const loading = new Map<string, Promise<Loaded>>();

  async function load(organizationId: string): Promise<Loaded> {
    const stored = await dataKeys.load(organizationId);
    const held = cache.get(organizationId)?.keys;
    const keys = stored.map(
      (key) => held?.find(({ id }) => id === key.id)?.stored(key) ?? holdKey(keyEncryptionKeys, organizationId, key),
    );
    if (keys.length > 0) remember(organizationId, keys);
    return keys;
  }

  async function loadOrCreate(organizationId: string): Promise<Loaded> {
    const keys = await load(organizationId);
    if (keys.length > 0) return keys;
    // Unwrapped again from what the store answers, ours or another process's: what is used is what was stored.
    const stored = await dataKeys.create(organizationId, await newDataKey(keyEncryptionKeys, organizationId));
    const created = [holdKey(keyEncryptionKeys, organizationId, stored)];
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

  const reload = (organizationId: string) => share(`load ${organizationId}`, () => load(organizationId));

  function remember(organizationId: string, keys: Loaded): void {
    cache.delete(organizationId);
    cache.set(organizationId, { keys, loadedAt: performance.now() });
    for (const oldest of cache.keys()) {
      if (cache.size <= capacity) break;
      cache.delete(oldest);
    }
  }

  function recall(organizationId: string): { readonly keys: Loaded; readonly isOld: boolean } | undefined {
    const cached = cache.get(organizationId);
    if (!cached) return undefined;
    cache.delete(organizationId);
    cache.set(organizationId, cached);
    return { keys: cached.keys, isOld: performance.now() - cached.loadedAt > maxAgeMs };
  }

  /** What is in memory, looking for newer keys in the background: the keys at hand still open while the store is away. */
  function atHand(organizationId: string): Loaded | undefined {
    const recalled = recall(organizationId);
    if (recalled?.isOld) reload(organizationId).catch(() => undefined);
    return recalled?.keys;
  }

  const made = (organizationId: string) => share(`create ${organizationId}`, () => loadOrCreate(organizationId));

  /** A rotation counts on it that nobody goes on sealing with a former key: so this waits for a look at the store. */
  async function newest(organizationId: string): Promise<Loaded> {
    const recalled = recall(organizationId);
    if (!recalled) return made(organizationId);
    if (!recalled.isOld) return recalled.keys;
    return (await soon(reload(organizationId))) ?? recalled.keys;
  }

  return {
    async current(organizationId) {
      const keys = await newest(organizationId);
      const [first] = keys;
      if (!first) return fail(organizationId);
      const ready = first.sealing();
      if (ready) {
        first.opening().catch(() => undefined); // so that it is renewed in time
        return { id: first.id, key: ready };
      }
      const spare = keys.find((key) => key.sealing());
      const key = spare ? await soon(first.opening()) : await first.opening();
      if (key) return { id: first.id, key };
      const other = spare?.sealing();
      return spare && other ? { id: spare.id, key: other } : fail(organizationId);
    },
    async prepare(organizationId) {
      const [first] = atHand(organizationId) ?? (await made(organizationId));
      await first?.fresh();
    },
    async find(organizationId, id) {
      const named = (keys: Loaded | undefined) => keys?.find((key) => key.id === id);
      const found = named(atHand(organizationId)) ?? named(await reload(organizationId));
      return found && { id, key: await found.opening() };
    },
  };
}

function fail(organizationId: string): never {
  throw new VaultError(`organization ${organizationId} has no data key`);
}

/** The result, or undefined when it fails or takes too long. */
async function soon<Result>(work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, longestWaitMs, undefined);
  });
  try {
    return await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

import { createSecretKey, type KeyObject } from 'node:crypto';
import type { StoredDataKey } from './data-key-store.js';
import type { KeyRing } from './key-ring.js';
import { VaultError } from './vault-error.js';
import { unwrapDataKey } from './wrap-data-key.js';

/** One data key in memory, wrapped and, once it was asked for, unwrapped. */
export interface HeldKey {
  readonly id: string;
  /** Unwrapped when it is not, or no longer; past half of its life it is unwrapped again in the background. */
  opening(): Promise<KeyObject>;
  /** As `opening`, and half of its life is left: rejects where a KMS that is away does not allow that. */
  fresh(): Promise<KeyObject>;
  /** What there is, though its life be over, for an answer in hand; `undefined` when it was never unwrapped. */
  sealing(): KeyObject | undefined;
  /** The same key as it is stored by now, perhaps wrapped by another key-encryption key. */
  stored(now: StoredDataKey): HeldKey;
}

interface Unwrapped {
  readonly key: KeyObject;
  readonly halfLife: number;
  readonly end: number;
}

/** Holds a data key of an organization. Nothing is unwrapped before it is asked for, and then once for all who ask. */
export function holdKey(ring: KeyRing, organizationId: string, wrapped: StoredDataKey, already?: Unwrapped): HeldKey {
  let unwrapped = already;
  let unwrapping: Promise<KeyObject> | undefined;
  let refused: VaultError | undefined;

  async function unwrap(): Promise<KeyObject> {
    try {
      const bytes = await unwrapDataKey(ring, organizationId, wrapped);
      const life = ring.find(wrapped.kekId)?.unwrappedLifeMs ?? Number.POSITIVE_INFINITY;
      const now = performance.now();
      unwrapped = { key: intoKeyObject(bytes), halfLife: now + life / 2, end: now + life };
      return unwrapped.key;
    } catch (error) {
      // Anything else (a KMS that is away) is for the caller to try again, and is not remembered.
      if (error instanceof VaultError) refused = error;
      throw error;
    } finally {
      unwrapping = undefined;
    }
  }

  const renew = (): Promise<KeyObject> => {
    if (refused) return Promise.reject(refused);
    unwrapping ??= unwrap();
    return unwrapping;
  };

  return {
    id: wrapped.id,
    async opening() {
      const now = performance.now();
      if (!unwrapped || now >= unwrapped.end) return renew();
      // Not awaited, and its failure is nobody's before the end.
      if (now >= unwrapped.halfLife) renew().catch(() => undefined);
      return unwrapped.key;
    },
    async fresh() {
      return unwrapped && performance.now() < unwrapped.halfLife ? unwrapped.key : renew();
    },
    sealing: () => unwrapped?.key,
    stored: (now) => holdKey(ring, organizationId, now, unwrapped),
  };
}

/** The bytes leave JavaScript's heap for a KeyObject, which no log or inspection shows. */
function intoKeyObject(bytes: Uint8Array): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

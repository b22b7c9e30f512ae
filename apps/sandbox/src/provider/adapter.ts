import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { RecordStore } from './record-store.js';

/** Models whose rows die with their grant. */
const grantModels = ['AccessToken', 'AuthorizationCode', 'RefreshToken'] as const;

function deleteByGrantId(store: RecordStore, grantId: string): void {
  for (const model of grantModels)
    for (const [id, payload] of store.entries(`${model}:`))
      if (payload.grantId === grantId) store.delete(`${model}:${id}`);
}

/**
 * The store as `oidc-provider` wants to see it: one adapter per model, keys `<Model>:<id>`.
 * `alreadyUsed` makes the error of a code or refresh token that two requests consume at the same moment: the library looks
 * at `consumed` before it consumes, so without this check both would win. Here the second one kills the grant (RFC 9700, 4.14.2).
 */
export function createAdapter(store: RecordStore, alreadyUsed: () => Error): (model: string) => Adapter {
  return (model) => {
    const findBy = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      store.entries(`${model}:`).find(([, payload]) => matches(payload))?.[1];
    return {
      upsert: async (id, payload, expiresIn) => store.set(`${model}:${id}`, payload, expiresIn),
      find: async (id) => store.get(`${model}:${id}`),
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findBy((payload) => payload.userCode === userCode),
      consume: async (id) => {
        const key = `${model}:${id}`;
        const before = store.get(key);
        if (!before || before.consumed) {
          if (before?.grantId !== undefined) {
            deleteByGrantId(store, before.grantId);
            store.delete(`Grant:${before.grantId}`);
          }
          throw alreadyUsed();
        }
        store.update(key, (payload) => ({ ...payload, consumed: Math.floor(Date.now() / 1000) }));
      },
      destroy: async (id) => store.delete(`${model}:${id}`),
      revokeByGrantId: async (grantId) => deleteByGrantId(store, grantId),
    };
  };
}

import type { DataKeyStore, StoredDataKey } from '../src/index.js';

/** A data key store in memory that counts calls, can be switched off, and can be made to answer late. */
export function memoryDataKeys() {
  const rows = new Map<string, StoredDataKey[]>();
  const counts = { load: 0, create: 0 };
  const state = { away: false, hold: Promise.resolve() };
  const store: DataKeyStore = {
    async load(organizationId) {
      counts.load++;
      await state.hold;
      if (state.away) throw new Error('the store is away');
      return [...(rows.get(organizationId) ?? [])];
    },
    async create(organizationId, key) {
      counts.create++;
      await state.hold;
      if (state.away) throw new Error('the store is away');
      const existing = rows.get(organizationId)?.[0];
      if (existing) return existing;
      rows.set(organizationId, [key]);
      return key;
    },
  };
  return { store, rows, counts, state };
}

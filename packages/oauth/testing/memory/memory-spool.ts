import type { Sealed } from '../../src/ports.js';
import type { SpoolName, SpoolPort } from '../../src/refresh/spool-port.js';

/** One folder that all processes of a world share. */
export interface MemorySpool {
  readonly answers: Map<string, { readonly name: SpoolName; readonly sealed: Sealed }>;
  /** While `broken`, saving rejects; `forgetful`, it keeps nothing. */
  mode: 'working' | 'broken' | 'forgetful';
  /** From now on this process has no more time for the store. */
  leave(holder: string): void;
  /** The spool as one process has it. */
  port(holder: string): SpoolPort;
}

export function memorySpool(): MemorySpool {
  const left = new Set<string>();
  const listeners = new Map<string, Set<() => void>>();
  const spool: MemorySpool = {
    answers: new Map(),
    mode: 'working',
    leave(holder) {
      left.add(holder);
      for (const leave of listeners.get(holder) ?? []) leave();
    },
    port(holder) {
      const own = new Set<() => void>();
      listeners.set(holder, own);
      return {
        whenLeaving(leave) {
          if (left.has(holder)) leave();
          own.add(leave);
          return () => void own.delete(leave);
        },
        async save(name, sealed) {
          if (spool.mode === 'broken') throw new Error('the disk is full');
          if (spool.mode === 'working') spool.answers.set(name.attemptId, { name, sealed });
        },
        list: async () => [...spool.answers.values()].map(({ name }) => name),
        load: async ({ attemptId }) => spool.answers.get(attemptId)?.sealed,
        remove: async ({ attemptId }) => void spool.answers.delete(attemptId),
      };
    },
  };
  return spool;
}

import type { WitnessMark } from '@latchkey/db';

/** Where a witness keeps its mark, outside of the database. */
export interface MarkStore {
  /** `undefined` when nothing, or nothing that can be read, is kept. */
  load(): Promise<WitnessMark | undefined>;
  save(mark: WitnessMark): Promise<void>;
}

/** A mark in the process's memory: it knows of restores that the process lives through. */
export function memoryMark(): MarkStore {
  return { load: async () => undefined, save: async () => undefined };
}

/** Reads what a store kept as JSON; anything else is nothing. */
export function parseMark(text: string | null): WitnessMark | undefined {
  if (text === null) return undefined;
  try {
    const { witnessId, databaseId, epoch, beat } = JSON.parse(text) as Partial<WitnessMark>;
    if (typeof witnessId !== 'string' || typeof databaseId !== 'string') return undefined;
    if (!Number.isSafeInteger(epoch) || !Number.isSafeInteger(beat)) return undefined;
    return { witnessId, databaseId, epoch: epoch as number, beat: beat as number };
  } catch {
    return undefined;
  }
}

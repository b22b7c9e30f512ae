import { randomUUID } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder, unless } from '../durable-files.js';
import { type MarkStore, parseMark } from './mark-store.js';

/** The mark's file in the spool folder; processes that share the folder are one witness. */
export const markFile = 'restore.witness';

/** A mark as a small file that outlives the process and a power cut. The folder must be there. */
export function fileMark(folder: string): MarkStore {
  const file = path.join(folder, markFile);
  return {
    load: async () => parseMark((await readFile(file, 'utf8').catch(unless('ENOENT'))) ?? null),
    async save(mark) {
      // Under a name of its own first, so that nobody ever reads half a mark.
      const unfinished = path.join(folder, `${randomUUID()}.unfinished`);
      try {
        const handle = await open(unfinished, 'wx', 0o600);
        try {
          await handle.writeFile(JSON.stringify(mark));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(unfinished, file);
      } catch (error) {
        await unlink(unfinished).catch(() => undefined);
        throw error;
      }
      await syncFolder(folder);
    },
  };
}

import { readFileSync } from 'node:fs';

/** Of the times in `/proc/<pid>/stat`, on every Linux that Node runs on. */
export const ticksPerSecond = 100;

/** A file of `/proc`; `undefined` when there is none (any more). */
export function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

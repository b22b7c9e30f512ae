import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** A user and group for child processes and their files. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that Postgres runs as when we are root, since it refuses root itself: `nobody`, who exists everywhere, so that
 * no account has to be made. `undefined` when we are not root, and then Postgres runs as ourselves.
 */
export const nobody: UserIds | undefined =
  process.platform !== 'win32' && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

/** Whether an unprivileged user could walk down to `file`: every folder that exists above it lets others through. */
export function isTraversable(file: string): boolean {
  for (let folder = path.resolve(file); ; folder = path.dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

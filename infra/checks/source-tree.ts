import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The text of each file by its path from the checkout's root, with `/` between its parts. */
export type SourceTree = ReadonlyMap<string, string>;

/** A rule about the source. It returns one line per breach, each beginning with the path of the file. */
export type ArchitectureCheck = (tree: SourceTree) => string[];

const SOURCE_FOLDERS = ['apps', 'packages', 'infra'];
const SOURCE_FILE = /\.([cm]?[jt]sx?|json|css|html|sql)$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'generated', '.turbo', '.tap']);

/** The checkout. */
export const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** Reads the source of `apps`, `packages` and `infra`; what is installed, built or generated is left out. */
export function readSourceTree(root = checkout): SourceTree {
  const tree = new Map<string, string>();
  const walk = (folder: string) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = `${folder}/${entry.name}`;
      if (NOT_OURS.has(entry.name)) continue;
      if (entry.isDirectory()) walk(file);
      else if (SOURCE_FILE.test(entry.name)) tree.set(file, readFileSync(path.join(root, file), 'utf8'));
    }
  };
  SOURCE_FOLDERS.forEach(walk);
  return tree;
}

/** Code files (TypeScript and JavaScript) whose path matches. */
export function codeFiles(tree: SourceTree, where = /^/): [file: string, text: string][] {
  return [...tree].filter(([file]) => /\.[cm]?[jt]sx?$/.test(file) && where.test(file));
}

/** `packages/db/src/x.ts` belongs to `packages/db`; files of `infra` belong to none. */
export function workspaceOf(file: string): string | undefined {
  return /^(apps|packages)\/[^/]+/.exec(file)?.[0];
}

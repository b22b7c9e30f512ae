import { codeFiles, type SourceTree } from './source-tree.js';

/** Names that say nothing, and so become drawers for everything. */
const FORBIDDEN = new Set([
  ...['util', 'utils', 'utilities', 'helper', 'helpers', 'common', 'shared'],
  ...['manager', 'managers', 'service', 'services', 'misc'],
]);

/** No file or folder is called, alone or in part (`string-utils.ts`), by a name that says nothing. */
export function forbiddenNames(tree: SourceTree): string[] {
  return codeFiles(tree).flatMap(([file]) =>
    // Definitions are named as their providers are.
    (file.startsWith('packages/providers/src/definitions/') ? '' : file)
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[/._-]/)
      .filter((word) => FORBIDDEN.has(word))
      .map((word) => `${file}: "${word}" says nothing; name it after the one thing it holds`),
  );
}

import { pathToFileURL } from 'node:url';
import { engineTypes } from './engine-types.js';
import { longFiles, tooLongFiles } from './file-sizes.js';
import { forbiddenNames } from './forbidden-names.js';
import { importDirection } from './import-direction.js';
import { importCycles } from './imports.js';
import { outboundRequests } from './outbound-requests.js';
import { providerNames } from './provider-names.js';
import { type ArchitectureCheck, readSourceTree, type SourceTree } from './source-tree.js';

/** Every rule that ARCHITECTURE.md states and a program can judge, by what it says. */
export const architectureChecks: Readonly<Record<string, ArchitectureCheck>> = {
  'imports point one way': importDirection,
  'no imports in a circle': importCycles,
  'no provider is named in the engine': providerNames,
  'no file is too long': tooLongFiles,
  'no name that says nothing': forbiddenNames,
  'outbound requests are made in packages/http only': outboundRequests,
  'the engine compiles without a platform': engineTypes,
};

/** All breaches, each with its rule; empty when all is well. */
export function breaches(tree: SourceTree): string[] {
  return Object.entries(architectureChecks).flatMap(([rule, check]) =>
    check(tree).map((breach) => `${rule}: ${breach}`),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const tree = readSourceTree();
  const found = breaches(tree);
  for (const breach of found) console.log(breach);
  for (const note of longFiles(tree)) console.log(`note: ${note}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

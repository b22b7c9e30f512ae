import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

/** Where the bundles lie, under the paths of their sources. */
export const bundlesFolder = path.join(root, 'node_modules/.cache/latchkey-tests');

/**
 * Makes one module of each test file (paths from the root) and of all that is ours and that it imports, so that Node
 * needs no loader for it. Packages of others stay outside, each under the address that its importer would find.
 * Returns the bundles' paths in the order of the files. Rejects with esbuild's messages when a file cannot be compiled.
 */
export async function bundleTests(files) {
  const { build } = await import('esbuild'); // not there before the packages are installed
  rmSync(bundlesFolder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: files,
    outbase: root,
    outdir: bundlesFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: [], // not "module", which names files that Node cannot load
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, useDefineForClassFields: true } },
    plugins: [packagesStayOutside, sourcesKnowWhereTheyAre],
  });
  return files.map((file) => path.join(bundlesFolder, file.replace(/\.ts$/, '.mjs')));
}

const packagesStayOutside = {
  name: 'packages-stay-outside',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^./]/ }, async ({ path: name, kind, resolveDir, importer, pluginData }) => {
      if (pluginData === 'resolving' || kind === 'entry-point' || name.startsWith('node:')) return undefined;
      const found = await resolve(name, { kind, resolveDir, importer, pluginData: 'resolving' });
      if (found.errors.length > 0 || found.external || !found.path.includes('/node_modules/')) return found;
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

/** `import.meta` in a bundle speaks of the bundle; ours means the source. */
const sourcesKnowWhereTheyAre = {
  name: 'sources-know-where-they-are',
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|js|mjs)$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)));
      return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
};

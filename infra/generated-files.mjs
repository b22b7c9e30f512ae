import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CATALOGUE_FILE, readCatalogue } from './catalogue.mjs';
import { runQuietly, StepError } from './child.mjs';
import { root } from './install.mjs';

const OPENAPI_PRINTER = 'apps/api/dist/openapi.js';
const OPENAPI_FILE = 'packages/sdk/openapi.json';
const TYPES_FILE = 'packages/sdk/src/generated/openapi.ts';
const DEFINITIONS_FOLDER = 'packages/providers/src/definitions';

/** The list of the catalogue's definitions. */
export const DEFINITIONS_FILE = 'packages/providers/src/generated/definitions.ts';

/** Whether the API can print its description yet. */
export const hasOpenapi = () => existsSync(OPENAPI_PRINTER);

/** What each generated file must contain, by its path; `databaseUrl` is of a migrated database. */
export async function generateFiles(databaseUrl) {
  const catalogue = [CATALOGUE_FILE, await readCatalogue(databaseUrl)];
  const definitions = [DEFINITIONS_FILE, definitionsList()];
  if (!hasOpenapi()) return new Map([catalogue, definitions]);
  const openapi = await printOpenapi();
  return new Map([catalogue, definitions, [OPENAPI_FILE, openapi], [TYPES_FILE, await typesOf(openapi)]]);
}

/** The paths among `generated` whose file is missing or says something else. */
export function staleFiles(generated) {
  return [...generated]
    .filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
    .map(([file]) => file);
}

/** Every file of the folder of definitions, so that nobody has to add one to a list by hand. */
export function definitionsList() {
  const entries = readdirSync(DEFINITIONS_FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.basename(file, '.ts'))
    .sort()
    .map((key) => ({ key, name: key.replace(/-(.)/g, (_, letter) => letter.toUpperCase()) }));
  return [
    '// Made from the files of ../definitions by "npm run fix". Do not edit.',
    '',
    "import type { Provider } from '../provider.js';",
    ...entries.map(({ key, name }) => `import { ${name} } from '../definitions/${key}.js';`),
    '',
    '/** Every definition of the catalogue, by key. */',
    `export const definitions: readonly Provider[] = [`,
    ...entries.map(({ name }) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

async function printOpenapi() {
  const { code, output, stdout } = await runQuietly(process.execPath, [OPENAPI_PRINTER], { shell: false });
  if (code !== 0) throw new StepError(`${OPENAPI_PRINTER} failed:\n${output.trim()}`);
  return `${JSON.stringify(JSON.parse(stdout), undefined, 2)}\n`;
}

/** The SDK's types. openapi-typescript needs the compiler's API, which TypeScript 7 does not have: it gets 6 instead. */
async function typesOf(openapi) {
  const typescript6 = pathToFileURL(createRequire(path.join(root, 'package.json')).resolve('typescript6')).href;
  const hook = `export const resolve = (specifier, context, next) =>
    specifier === 'typescript' ? { url: ${JSON.stringify(typescript6)}, shortCircuit: true } : next(specifier, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
  const generator = path.join(root, 'packages/sdk/node_modules/openapi-typescript/dist/index.mjs');
  const { default: generate, astToString } = await import(pathToFileURL(generator).href);
  const types = astToString(await generate(JSON.parse(openapi)));
  return `// Made from openapi.json by "npm run fix". Do not edit.\n\n${types}`;
}

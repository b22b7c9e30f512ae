import { readdirSync, readFileSync } from 'node:fs';
import { validateDefinition } from '@latchkey/oauth';
import t from 'tap';
import { definitionVersion, listProviders, providerByKey } from '../src/index.js';

const folder = new URL('..', import.meta.url);
const keysIn = (name: string, ending: string) =>
  readdirSync(new URL(name, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
const factsOf = (key: string) =>
  JSON.parse(readFileSync(new URL(`facts/${key}.json`, folder), 'utf8')) as { name: string; docs_url?: string };

/** Of these no page of the provider's own was found. */
const undocumented = new Set(['attio-mcp']);

t.test('every file of the folder is an entry: by its key, sorted, once', async (t) => {
  const keys = listProviders().map(({ key }) => key);
  t.same(keys, keysIn('src/definitions', '.ts'), 'run "npm run fix" when a file was added');
  t.equal(new Set(keys).size, keys.length);
  for (const key of keys) t.match(key, /^[a-z0-9]+(-[a-z0-9]+)*$/);
});

t.test('every entry is a definition that the engine takes, unchanged by JSON', async (t) => {
  for (const { key, definition } of listProviders()) {
    const json: unknown = JSON.parse(JSON.stringify(definition));
    t.same(validateDefinition(json), { kind: 'definition', definition }, key);
  }
});

t.test('every entry has facts, whose name and documentation it tells', async (t) => {
  const withFacts = new Set(keysIn('facts', '.json'));
  for (const { key, definition } of listProviders()) {
    if (!t.ok(withFacts.has(key), `${key} has facts`)) continue;
    const { name, docs_url } = factsOf(key);
    t.equal(definition.name, name, key);
    t.equal(definition.documentation, docs_url, key);
    t.equal(definition.documentation === undefined, undocumented.has(key), `${key} has a page for people`);
  }
});

t.test('every address is https, and no host is chosen by plain text', async (t) => {
  for (const { key, definition } of listProviders()) {
    const texts = JSON.stringify(definition);
    t.notMatch(texts, /http:\/\//, key);
    const { authorize, token, refresh, revoke, documentation } = definition;
    for (const url of [authorize?.url, token.url, refresh?.url, revoke?.url, documentation]) {
      const [, whole] = /^\{(\w+)\}$/.exec(url ?? '') ?? [];
      const input = definition.inputs?.find(({ name }) => name === whole);
      if (whole !== undefined) t.equal(input?.type, 'url', `${key}: ${whole} is a whole address`);
      else if (url !== undefined) t.match(url, /^(https:\/\/|\{context\.)/, key);
    }
  }
});

t.test('every input has words for people, and every choice its label', async (t) => {
  for (const { key, definition } of listProviders())
    for (const { name, label, type, visibility, help, choices = [] } of definition.inputs ?? []) {
      t.ok(label.length > 2, `${key}: ${name}`);
      for (const choice of choices) t.ok(choice.label.length > 1, `${key}: ${name}, ${choice.value}`);
      if (visibility === 'customer' && type === 'text') t.ok(help, `${key}: ${name} has help`);
    }
});

t.test('entries are found by key', async (t) => {
  t.equal(providerByKey('xero')?.definition.name, 'Xero');
  t.equal(providerByKey('toString'), undefined);
});

t.test('a version depends on the content alone', async (t) => {
  const definition = {
    name: 'Books',
    authorize: { url: 'https://books.example/authorize', pkce: 'S256' },
    token: { url: 'https://books.example/token' },
  } as const;
  const { token, authorize, name } = definition;
  const version = definitionVersion(definition);
  t.match(version, /^sha256:[0-9a-f]{64}$/);
  t.equal(definitionVersion({ token, name, authorize: { pkce: authorize.pkce, url: authorize.url } }), version);
  t.not(definitionVersion({ ...definition, name: 'Book' }), version);
  t.not(definitionVersion({ ...definition, scopeSeparator: ' ' }), version);
  const versions = listProviders().map((provider) => definitionVersion(provider.definition));
  t.equal(new Set(versions).size, versions.length, 'no two entries are the same');
});

import { templatePlaceholders, validateDefinition } from '@latchkey/oauth';
import t from 'tap';
import { definitionVersion, listProviders, providerByKey } from '../src/index.js';

t.test('every entry is a definition that the engine takes, unchanged', async (t) => {
  t.ok(listProviders().length >= 3);
  for (const { key, definition } of listProviders()) {
    const json: unknown = JSON.parse(JSON.stringify(definition));
    t.same(validateDefinition(json), { kind: 'definition', definition }, key);
  }
});

t.test('every entry asks for exactly the inputs that its URLs hold, over https', async (t) => {
  for (const { key, definition, inputs } of listProviders()) {
    const { authorize, token, refresh, revoke } = definition;
    const urls = [authorize.url, token.url, refresh?.url, revoke?.url].filter((url) => url !== undefined);
    const names = new Set(urls.flatMap(templatePlaceholders));
    t.same(new Set(inputs.map(({ name }) => name)), names, key);
    for (const url of urls) t.match(url, /^https:/, key);
  }
});

t.test('entries are found by key', async (t) => {
  t.equal(providerByKey('xero')?.definition.name, 'Xero');
  t.equal(providerByKey('toString'), undefined);
  t.same(
    listProviders().map(({ key }) => key),
    listProviders()
      .map(({ key }) => key)
      .sort(),
    'sorted',
  );
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
});

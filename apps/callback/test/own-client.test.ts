import { inTenant } from '@latchkey/db';
import type { Definition } from '@latchkey/oauth';
import { providerByKey } from '@latchkey/providers';
import t from 'tap';
import { openWizardDoor, publicUrl } from './door.js';

const secretText = 'canary-own-secret-91be';
const definition: Definition = {
  name: 'Books',
  authorize: { url: 'https://books.example.com/authorize' },
  token: { url: 'https://books.example.com/token' },
  client: { owner: 'connection', idLabel: 'App key', secretLabel: 'App password', callbackLabel: 'Return address' },
};

t.test('each customer brings a client of their own, under the provider’s words', async (t) => {
  const door = await openWizardDoor(t, { definition });
  const [shown] = (await door.state()).connections;
  t.match(shown?.inputs, [
    { name: 'client.id', label: 'App key', type: 'text', required: true, hasValue: false },
    { name: 'client.secret', label: 'App password', type: 'secret', required: true, hasValue: false },
  ]);
  t.equal(shown?.callback?.label, 'Return address');
  t.match(shown?.callback?.url, new RegExp(`^${publicUrl}/callback/cfg_[0-9a-f]+/production$`));

  t.equal((await door.connect({ 'input.client.id': '' })).status, 422, 'an empty id');
  t.equal((await door.connect({ 'input.client.secret': 'x' })).status, 422, 'a secret of nobody');
  t.equal((await door.connect({ 'input.client.id': 'ключ' })).status, 422, 'no id that can be sent');
  const started = await door.connect({ 'input.client.id': ' app-1 ', 'input.client.secret': secretText });
  t.equal(started.status, 200);
  t.match(started.body, 'client_id=app-1');
  t.notMatch(started.body, secretText);

  const state = JSON.stringify(await door.state());
  t.match(state, '"value":"app-1"');
  t.notMatch(state, secretText);
  const kept = await door.connect({ 'input.client.id': 'app-1', 'input.client.secret': '' });
  t.equal(kept.status, 200);
  const rows = () =>
    inTenant(door.db, door.organizationId, (tx) =>
      tx.client.findMany({ orderBy: { id: 'asc' }, include: { secrets: true } }),
    );
  t.match(
    (await rows()).map(({ clientId, secrets }) => [clientId, secrets.length]),
    [['app-1', 1]],
    'an empty secret keeps the saved one',
  );

  await door.connect({ 'input.client.id': 'app-2', 'input.client.secret': 'another' });
  t.match(
    (await rows()).map(({ clientId }) => clientId),
    ['app-1', 'app-2'],
    'another id is another client: a grant keeps the one that it was made with',
  );
});

t.test('a saved secret is not sent to an address that somebody else types', async (t) => {
  const input = { label: 'x', visibility: 'customer' } as const;
  const door = await openWizardDoor(t, {
    definition: {
      ...definition,
      inputs: [
        { ...input, name: 'address', type: 'url', hosts: ['*'] },
        { ...input, name: 'region', type: 'text' },
        { ...input, name: 'pin', type: 'secret' },
      ],
      token: { url: '{address}', parameters: { region: '{region}', pin: '{pin}' } },
    },
  });
  const at = (host: string) => ({ 'input.address': `https://${host}.example/token` });
  const kept = { 'input.client.id': 'app-1', 'input.client.secret': '', 'input.pin': '' };
  const typed = { ...kept, 'input.client.secret': secretText, 'input.pin': '1234' };
  t.equal((await door.connect({ ...at('good'), ...typed })).status, 200);
  t.equal((await door.connect({ ...at('good'), ...kept, 'input.region': 'eu' })).status, 200, 'the same address');

  const before = await door.state();
  const inputs = before.connections[0]?.inputs ?? [];
  t.same(
    inputs.flatMap(({ name, typedAgainWith }) => (typedAgainWith ? [[name, typedAgainWith]] : [])),
    [
      ['client.secret', ['address']],
      ['pin', ['address']],
    ],
    'the page knows which to ask for',
  );
  for (const fields of [kept, { ...typed, 'input.pin': '' }, { ...typed, 'input.client.secret': '' }, {}]) {
    const refused = await door.connect({ ...at('evil'), ...fields, 'input.region': 'us' });
    t.equal(refused.status, 422, JSON.stringify(fields));
    t.notMatch(refused.body, secretText);
  }
  t.same((await door.state()).connections[0]?.inputs, inputs, 'nothing of it was saved');

  const told = await door.test({ ...at('evil'), ...kept });
  t.match(JSON.parse(told.body), {
    code: 'input_invalid',
    title:
      'pin must be given again: the saved one is not sent to another address; client.secret must be given again: the saved one is not sent to another address',
  });
  t.equal((await door.connect({ ...at('other'), ...typed })).status, 200, 'with its secrets it may move');
  const clients = await inTenant(door.db, door.organizationId, (tx) =>
    tx.client.findMany({ orderBy: { id: 'asc' }, include: { secrets: true } }),
  );
  t.same(
    clients.map(({ clientId, secrets }) => [clientId, secrets.map(({ state }) => state)]),
    [
      ['app-1', ['current']],
      ['app-1', ['current']],
    ],
    'flows that lead to the former address keep the former secret',
  );
});

t.test(
  'T1: Proto’s words are Consumer ID, Consumer Secret and Callback URI, in the state and in the page',
  async (t) => {
    const proto = providerByKey('proto')?.definition as Definition;
    const door = await openWizardDoor(t, {
      definition: {
        ...proto,
        client: { ...proto.client, owner: 'connection' },
        inputs: (proto.inputs ?? []).map((input) => ({ ...input, default: 'https://proto.example/oauth' })),
      },
    });
    const [shown] = (await door.state()).connections;
    t.match(shown, {
      inputs: [{ label: 'Consumer ID' }, { label: 'Consumer Secret' }],
      callback: { label: 'Callback URI', url: /\/callback\/cfg_/ },
    });
    const page = await door.page();
    for (const label of ['Consumer ID', 'Consumer Secret', 'Callback URI']) t.match(page, `"label":"${label}"`);
    t.notMatch(page, /Client (ID|secret)/i, 'none of ours beside them');
  },
);

t.test('where the client is the vendor’s, a customer cannot give one', async (t) => {
  const { client: _, ...vendors } = definition;
  const door = await openWizardDoor(t, { definition: vendors });
  const [shown] = (await door.state()).connections;
  t.same(shown?.inputs, []);
  t.equal(shown?.callback, undefined);
  t.equal((await door.connect({ 'input.client.id': 'mine' })).status, 422);
  t.equal(await inTenant(door.db, door.organizationId, (tx) => tx.client.count()), 0);
});

t.test('optional permissions may be left out, and nothing can be added', async (t) => {
  const door = await openWizardDoor(t, {
    definition: {
      ...definition,
      scopes: [
        { scope: 'read', label: 'Read', need: 'required' },
        { scope: 'write', label: 'Write', need: 'optional' },
        { scope: 'history', need: 'optional' },
        { scope: 'admin', need: 'optional' },
      ],
    },
    scopes: ['read', 'write', 'history'],
  });
  const scopeOf = (body: string) => decodeURIComponent(/scope=([^&"]*)/.exec(body)?.[1] ?? '').replaceAll('+', ' ');
  const own = { 'input.client.id': 'app-1', 'input.client.secret': secretText };
  const boxes = async () => {
    const [shown] = (await door.state()).connections;
    t.equal(shown?.scopesSelectable, true);
    return Object.fromEntries(shown?.scopes.map(({ scope, chosen }) => [scope, chosen]) ?? []);
  };
  t.same(await boxes(), { read: undefined, write: true, history: true });
  t.equal(scopeOf((await door.connect(own)).body), 'read write history');
  t.equal(scopeOf((await door.connect({ scopes: 'chosen', scope: ['write', 'admin'] })).body), 'read write');
  t.same(await boxes(), { read: undefined, write: true, history: false }, 'what was left out stays on offer');
  t.equal(scopeOf((await door.connect({ scopes: 'chosen' })).body), 'read');
  t.equal(scopeOf((await door.connect({ scopes: 'chosen', scope: ['history', 'write'] })).body), 'read write history');
});

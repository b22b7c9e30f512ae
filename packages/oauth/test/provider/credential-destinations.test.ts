import t from 'tap';
import { opensDestination } from '../../src/provider/credential-destinations.js';
import type { Definition } from '../../src/provider/definition.js';

const before: Definition = {
  name: 'Books',
  issuer: 'https://books.example',
  authorize: { url: 'https://login.books.example/authorize' },
  token: { url: 'https://{shop}.books.example/token' },
  inputs: [
    { name: 'shop', label: 'Shop', type: 'text', visibility: 'customer' },
    { name: 'server', label: 'Server', type: 'host', visibility: 'organization', hosts: ['*.books.example'] },
  ],
  revoke: { url: 'https://{server}/revoke' },
};
const [shop, server] = before.inputs as [never, NonNullable<Definition['inputs']>[number]];

t.test('what leads secrets nowhere new', async (t) => {
  const changes: readonly Partial<Definition>[] = [
    {},
    { name: 'Other' },
    { token: { url: 'https://{shop}.books.example/other/token?x=1', body: 'json' } },
    { authorize: { url: 'https://elsewhere.example/authorize' } },
    { refresh: { url: 'https://{shop}.BOOKS.example/refresh' } },
  ];
  for (const change of changes)
    t.equal(opensDestination(before, { ...before, ...change }), false, JSON.stringify(change));
});

t.test('what leads them somewhere new', async (t) => {
  const elsewhere = 'https://evil.example/token';
  const changes: readonly Partial<Definition>[] = [
    { token: { url: elsewhere } },
    { token: { url: 'http://{shop}.books.example/token' } },
    { token: { url: 'https://{shop}.books.example:8443/token' } },
    { token: { url: 'https://{shop}.books.example/token', urlFallback: elsewhere } },
    { exchange: { url: elsewhere } },
    { refresh: { url: elsewhere } },
    { revoke: { url: elsewhere } },
    { introspect: { url: elsewhere } },
    { steps: [{ name: 'me', url: elsewhere }] },
    { api: { probe: { url: elsewhere } } },
    { api: { baseUrl: elsewhere } },
    { api: { baseUrl: 'https://{shop}.books.example/', baseUrlFallback: elsewhere } },
    { authorize: { url: 'https://login.books.example/authorize', pushedUrl: elsewhere } },
    { inputs: [shop, { ...server, hosts: ['*'] }] },
    { inputs: [shop, { ...server, default: 'other.books.example' }] },
  ];
  for (const change of changes)
    t.equal(opensDestination(before, { ...before, ...change }), true, JSON.stringify(change));
});

t.test('an input that is a whole URL: its rules and its preset value count as well', async (t) => {
  const address = { name: 'address', label: 'Address', type: 'url', visibility: 'organization' } as const;
  const withInput = (input: object): Definition => ({
    ...{ name: 'Books', token: { url: '{address}' } },
    inputs: [{ ...address, hosts: ['books.example'], default: 'https://books.example/token', ...input }],
  });
  t.equal(opensDestination(withInput({}), withInput({ label: 'Other' })), false);
  for (const change of [{ hosts: ['*'] }, { default: 'https://evil.example/token' }, { visibility: 'customer' }])
    t.equal(opensDestination(withInput({}), withInput(change)), true, JSON.stringify(change));
});

t.test('hosts that were chosen for clients of the customers’ own are new to the vendor’s client', async (t) => {
  const owned = (owner: 'connection' | 'environment', hosts: readonly string[]): Definition => ({
    ...{ name: 'Books', client: { owner }, token: { url: 'https://{server}/token' } },
    inputs: [{ name: 'server', label: 'Server', type: 'host', visibility: 'organization', hosts: [...hosts] }],
  });
  t.equal(opensDestination(owned('connection', ['*']), owned('environment', ['*'])), true);
  t.equal(opensDestination(owned('environment', ['*']), owned('connection', ['*'])), false);
  const declared = ['*.books.example'];
  t.equal(opensDestination(owned('connection', declared), owned('environment', declared)), false);
});

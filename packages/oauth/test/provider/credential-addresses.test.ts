import t from 'tap';
import {
  addressInputs,
  credentialAddresses,
  freeAddressInputs,
  newAddress,
} from '../../src/provider/credential-addresses.js';
import type { Definition } from '../../src/provider/definition.js';

const input = { label: 'x', visibility: 'customer' } as const;
const definition: Definition = {
  name: 'Books',
  issuer: 'https://{shop}.issuer.example',
  authorize: { url: '{page}' },
  client: { owner: 'connection' },
  inputs: [
    { ...input, name: 'shop', type: 'text' },
    { ...input, name: 'page', type: 'url', hosts: ['*'] },
    { ...input, name: 'address', type: 'url', hosts: ['*'], defaults: { sandbox: 'https://sandbox.example/t' } },
    { ...input, name: 'server', type: 'host', hosts: ['*'] },
    { ...input, name: 'realm', type: 'text' },
    { ...input, name: 'key', type: 'secret' },
  ],
  captures: [{ name: 'host', from: 'token', path: 'host', hosts: ['*.books.example'] }],
  token: { url: '{address}' },
  refresh: { url: 'https://{shop}.books.example/{realm}/refresh?key={realm}' },
  revoke: { url: 'https://{server}/revoke' },
  introspect: { url: 'https://{context.host}/introspect' },
};
const addressesOf = (inputs: Record<string, string>, environment = 'production') =>
  Object.fromEntries(credentialAddresses(definition, environment, inputs));
const learnt = { 'https://{context.host}': 'declared' };

t.test('the origins that values lead to, and who chose them', async (t) => {
  t.same(addressesOf({}), learnt, 'without a value nothing is sent');
  t.same(addressesOf({}, 'sandbox'), { ...learnt, 'https://sandbox.example': 'free' }, 'a preset value of the place');
  const all = {
    shop: 'Acme',
    address: ' https://A.example:443/x/token?y ',
    server: 'Acme.example:8443',
    page: 'https://p',
  };
  t.same(addressesOf(all), {
    ...learnt,
    'https://a.example': 'free',
    'https://acme.books.example': 'declared',
    'https://acme.example:8443': 'free',
  });
  t.same(
    addressesOf({ shop: 'a.b', address: 'nowhere', server: 'a b', key: 'x' }),
    learnt,
    'values that cannot be sent to',
  );
});

t.test('what is new, at its freest', async (t) => {
  const change = (before: Record<string, string>, after: Record<string, string>) =>
    newAddress(
      credentialAddresses(definition, 'production', before),
      credentialAddresses(definition, 'production', after),
    );
  const acme = { shop: 'acme', address: 'https://acme.example/token' };
  t.equal(change(acme, acme), undefined);
  t.equal(change(acme, { ...acme, realm: 'other', page: 'https://evil.example' }), undefined);
  t.equal(change(acme, { ...acme, address: 'https://ACME.example/other' }), undefined);
  t.equal(change(acme, { shop: 'acme' }), undefined, 'less is nothing new');
  t.equal(change({ shop: 'acme' }, acme), 'free', 'where nothing could go so far, everything is new');
  t.equal(change(acme, { ...acme, shop: 'other' }), 'declared');
  t.equal(change(acme, { shop: 'other', address: 'https://evil.example/token' }), 'free');
  t.equal(change(acme, { ...acme, address: 'http://acme.example/token' }), undefined, 'no request goes without TLS');
  t.equal(change(acme, { ...acme, address: 'https://acme.example:8443/token' }), 'free');
});

t.test('the inputs that choose', async (t) => {
  t.same(addressInputs(definition), ['address', 'shop', 'server']);
  t.same(freeAddressInputs(definition, 'sandbox', { server: ' s.example ', shop: 'acme' }), {
    address: 'https://sandbox.example/t',
    server: 's.example',
  });
});

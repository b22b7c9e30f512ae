import type { LookupFunction } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { addressKind, createEgressGuard } from '../src/index.js';

t.test('addresses', async (t) => {
  for (const [kind, addresses] of Object.entries({
    public: [
      '1.1.1.1',
      '8.8.8.8',
      '172.15.255.255',
      '172.32.0.1',
      '100.128.0.1',
      '2606:4700:4700::1111',
      '2a00:1450::1',
    ],
    private: [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '100.127.255.255',
      'fc00::1',
      'fdff::1',
    ],
    loopback: ['127.0.0.1', '127.255.255.254', '::1'],
    forbidden: [
      '0.0.0.0',
      '0.1.2.3', // this network
      '169.254.169.254',
      '169.254.0.1',
      'fe80::1',
      'febf::1', // link-local
      '168.63.129.16',
      '100.100.100.200',
      'fd00:ec2::254',
      'fd00:ec2:0:0:0:0:0:254',
      '192.0.0.192', // metadata
      '192.0.0.1',
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '198.19.255.255', // special, documentation
      '192.88.99.1',
      '192.31.196.1',
      '192.52.193.1',
      '192.175.48.1',
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
      'ff02::1',
      'ff0e::1', // multicast, reserved
      '::',
      '::ffff:1.1.1.1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:0:127.0.0.1',
      '::127.0.0.1',
      '::1.1.1.1', // mapped
      '64:ff9b::1.1.1.1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1', // NAT64
      '2002:7f00:1::1',
      '2002::1',
      '2001::1',
      '2001:0:4136:e378::1', // 6to4, Teredo
      '2001:10::1',
      '2001:20::1',
      '2001:db8::1',
      '3fff::1',
      '5f00::1',
      '100::1',
      '2001:2::1',
      'fec0::1',
      '4000::1',
      '8000::1',
      '2a00:1450::5efe:7f00:1',
      '2a00:1450::200:5efe:10.0.0.1',
      '',
      ' ',
      'localhost',
      '1.1.1',
      '1',
      '0x7f.0.0.1',
      '0177.0.0.1',
      '127.1',
      '1.1.1.1.',
      '1.1.1.256',
      '01.1.1.1',
      '[::1]',
      '::1%lo',
      'fe80::1%eth0',
      '1.1.1.1/32',
      '::g',
      'fc00::1%1',
    ],
  })) {
    for (const address of addresses) t.equal(addressKind(address), kind, address);
  }
});

t.test('any text has a kind', async () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.ipV4Extended()), (text) => {
      if (!['public', 'private', 'loopback', 'forbidden'].includes(addressKind(text))) throw new Error(text);
    }),
  );
});

/** What the name look-up of every guard here answers next. */
let answers: { readonly address: string; readonly family: number }[] = [];
const lookup: LookupFunction = (_name, options, callback) => {
  if (options.all !== true) throw new Error('the guard must see all addresses');
  callback(null, answers);
};

const strict = createEgressGuard({
  lookup,
  loopback: 'never',
  baseUrls: ['https://Connect.Latchkey.example/', 'https://api.example'],
  isOwnHost: (host) => host === 'oauth2.customer.example',
});
const development = createEgressGuard({
  lookup,
  loopback: 'development',
  baseUrls: ['http://127.0.0.1:3000', 'http://localhost:3001'],
});
const verdict = (guard: typeof strict, url: string) => guard.check(url).kind;

t.test('URLs, outside development', async (t) => {
  for (const url of [
    'https://idp.example/token',
    'https://idp.example:443/',
    'https://1.1.1.1/',
    'https://[2606:4700::1]/',
    'HTTPS://idp.example.',
  ]) {
    t.equal(verdict(strict, url), 'allowed', url);
  }
  for (const url of [
    'http://idp.example/',
    'https://idp.example:8443/',
    'http://idp.example:443/',
    'ftp://idp.example/',
    'file:///etc/passwd',
    'data:,x',
    'idp.example',
    '',
    'https://',
    'https://user@idp.example/',
    'https://user:pw@idp.example/',
    'https://:pw@idp.example/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://017700000001/',
    'https://127.0.0.1./',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fe80::1]/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00:ec2::254]/',
    'https://connect.latchkey.example/token',
    'https://connect.latchkey.example./',
    'https://API.example/v1',
    'https://OAUTH2.customer.example./',
    'https://oauth2.customer.example:444/',
  ]) {
    t.equal(verdict(strict, url), 'refused', url);
  }
});

t.test('development allows loopback, over http and at any port, and nothing else beyond the rules', async (t) => {
  for (const url of ['http://127.0.0.1:4000/', 'http://127.0.0.2/', 'https://[::1]:9/', 'https://idp.example/']) {
    t.equal(verdict(development, url), 'allowed', url);
  }
  for (const url of [
    'http://127.0.0.1:3000/',
    'http://localhost:3001/x',
    'http://10.0.0.1/',
    'http://1.1.1.1/',
    'https://10.0.0.1/',
    'http://0.0.0.0:4000/',
  ]) {
    t.equal(verdict(development, url), 'refused', url);
  }
  t.strictSame(await resolved(development, 'http://idp.example:81/', ['1.1.1.1', '127.0.0.1']), ['127.0.0.1']);
});

t.test('the development switch and a public base URL exclude each other', async (t) => {
  for (const url of [
    'https://connect.example',
    'http://192.168.0.5:3000',
    'https://1.1.1.1',
    'https://localhost.example',
    'http://0.0.0.0:1',
  ]) {
    t.throws(
      () => createEgressGuard({ loopback: 'development', baseUrls: ['http://127.0.0.1', url] }),
      /loopback/,
      url,
    );
  }
  for (const url of ['http://127.0.0.3:80', 'http://[::1]:1', 'http://a.localhost:1', 'http://localhost.']) {
    t.doesNotThrow(() => createEgressGuard({ loopback: 'development', baseUrls: [url] }), url);
  }
});

t.test('origins that an operator allows', async (t) => {
  const guard = createEgressGuard({
    lookup,
    loopback: 'never',
    baseUrls: [],
    allowedOrigins: [
      { origin: 'https://idp.example:8443', addresses: 'public' },
      { origin: 'http://10.1.2.3:8080', addresses: 'private_too' },
      { origin: 'https://keycloak.internal', addresses: 'private_too' },
    ],
  });
  for (const url of ['https://idp.example:8443/x', 'http://10.1.2.3:8080/', 'https://keycloak.internal/'])
    t.equal(verdict(guard, url), 'allowed', url);
  for (const url of [
    'http://idp.example:8443/',
    'https://idp.example:8444/',
    'http://10.1.2.3/',
    'http://10.1.2.4:8080/',
    'https://10.1.2.3/',
  ]) {
    t.equal(verdict(guard, url), 'refused', url);
  }
  const everything = ['10.0.0.1', '127.0.0.1', '169.254.169.254', '1.1.1.1', 'fd00:ec2::254', 'fd12::1'];
  t.strictSame(await resolved(guard, 'https://keycloak.internal/', everything), ['10.0.0.1', '1.1.1.1', 'fd12::1']);
  t.strictSame(await resolved(guard, 'https://idp.example:8443/', everything), ['1.1.1.1']);
});

t.test('a look-up passes on public addresses only, of both families, and fails when none is left', async (t) => {
  const url = 'https://idp.example/';
  t.strictSame(await resolved(strict, url, ['::1', '2606:4700::1', '10.0.0.1', '1.1.1.1', '64:ff9b::1.1.1.1']), [
    '2606:4700::1',
    '1.1.1.1',
  ]);
  await t.rejects(resolved(strict, url, ['127.0.0.1', '::1', 'fe80::1']), {
    message: 'no address of idp.example is allowed',
  });
  await t.rejects(resolved(strict, url, []), { message: 'no address of idp.example is allowed' });
});

/** The addresses that a guard made like the given one lets a socket see, asked for all and for one. */
async function resolved(guard: typeof strict, url: string, addresses: readonly string[]): Promise<string[]> {
  answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const decision = guard.check(url);
  if (decision.kind === 'refused') throw new Error(decision.reason);
  const host = new URL(url).hostname;
  const all = await new Promise<string[]>((resolve, reject) => {
    decision.lookup(host, { all: true }, (error, found) =>
      error ? reject(error) : resolve(typeof found === 'string' ? [] : found.map(({ address }) => address)),
    );
  });
  const one = await new Promise((resolve, reject) => {
    decision.lookup(host, {}, (error, address) => (error ? reject(error) : resolve(address)));
  });
  if (one !== all[0]) throw new Error('asked for one, another came');
  return all;
}

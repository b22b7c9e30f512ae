import fc from 'fast-check';
import t from 'tap';
import { addressKind, createEgressGuard } from '../src/index.js';
import { colonHex, dotted, edges, embeddings, expectedKind, spellings } from './special-addresses.js';

const anyIPv4 = fc.oneof(
  { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }) },
  { weight: 1, arbitrary: fc.constantFrom(...edges(32)) },
);
const anyIPv6 = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  fc.bigInt({ min: 0x2000n << 112n, max: (0x4000n << 112n) - 1n }),
  fc.constantFrom(...edges(128)),
  fc.tuple(fc.constantFrom(...Object.values(embeddings)), anyIPv4).map(([embed, address]) => embed(address)),
);
const strict = createEgressGuard({ loopback: 'never', baseUrls: [] });
const equal = (actual: unknown, expected: unknown, what: string) => {
  if (actual !== expected) throw new Error(`${what}: ${actual}, not ${expected}`);
};

t.test('every address is what the registries say, at every edge and in between', async (t) => {
  for (const bits of [32, 128] as const)
    for (const address of edges(bits)) {
      const text = bits === 32 ? dotted(address) : colonHex(address);
      t.equal(addressKind(text), expectedKind(address, bits), text);
    }
  fc.assert(
    fc.property(anyIPv4, (address) => equal(addressKind(dotted(address)), expectedKind(address, 32), dotted(address))),
    { numRuns: 4_000 },
  );
  fc.assert(
    fc.property(anyIPv6, (address) =>
      equal(addressKind(colonHex(address)), expectedKind(address, 128), colonHex(address)),
    ),
    { numRuns: 4_000 },
  );
});

t.test('an IPv4 address within an IPv6 one is never called, wherever it leads', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(embeddings)), anyIPv4, (form, address) => {
      const text = colonHex(embeddings[form]?.(address) ?? 0n);
      // ::1 and :: are within the "compatible" network: no public address comes of any form.
      equal(['public', 'private'].includes(addressKind(text)), false, `${form} ${dotted(address)}`);
      equal(strict.check(`https://[${text}]/`).kind, 'refused', `${form} ${dotted(address)}`);
    }),
    { numRuns: 2_000 },
  );
});

t.test('however an address is spelt in a URL, it is the same address', async (t) => {
  const kindOf = (spelling: string, address: bigint) =>
    strict.check(`https://${spellings[spelling]?.(address)}/token`).kind;
  for (const spelling of Object.keys(spellings)) {
    for (const address of ['127.0.0.1', '169.254.169.254', '10.0.0.1', '100.100.100.200', '0.0.0.0'])
      t.equal(
        kindOf(
          spelling,
          address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n),
        ),
        'refused',
        `${address} as ${spelling}`,
      );
  }
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(spellings)), anyIPv4, (spelling, address) => {
      const expected = expectedKind(address, 32) === 'public' ? 'allowed' : 'refused';
      equal(kindOf(spelling, address), expected, `${dotted(address)} as ${spelling}`);
    }),
    { numRuns: 4_000 },
  );
});

t.test('a URL that hides where it leads', async (t) => {
  const guard = createEgressGuard({ loopback: 'never', baseUrls: ['https://connect.latchkey.example'] });
  for (const url of [
    'https://idp.example@127.0.0.1/', // what stands before @ is a user name
    'https://idp.example:443@169.254.169.254/',
    'https://idp.example%40127.0.0.1@10.0.0.1/',
    'https://@127.0.0.1/',
    'https://user@idp.example/',
    'https://127.0.0.1\\@idp.example/', // a backslash is a slash to some parsers
    'https:\\\\127.0.0.1/',
    'https://idp.example\\.evil.example/',
    'https://127.0.0\t.1/', // dropped by WHATWG's parser
    'https://idp.ex\nample/',
    ' https://idp.example/',
    'https://idp.example/\r\nx-injected: 1',
    'https://idp.example/token\u0000',
    'https://idp.example:80/',
    'https://idp.example:22/',
    'https://idp.example:65535/',
    'https://idp.example:0/',
    'http://idp.example:443/',
    'https://[::1%25lo]/', // zone ids
    'https://[fe80::1%25eth0]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[0:0:0:0:0:ffff:a9fe:a9fe]/',
    'https://[::]/',
    'https://[fd00:ec2::254]/latest/meta-data', // AWS
    'https://[fd00:ec2::23]/v1/credentials', // AWS, of pods
    'https://[fd20:ce::254]/computeMetadata/v1/', // Google Cloud
    'https://[fd00:42::42]/', // Scaleway
    'https://169.254.170.2/v2/credentials', // AWS, of containers
    'https://168.63.129.16/machine', // Azure
    'https://100.100.100.200/latest/meta-data', // Alibaba Cloud
    'https://192.0.0.192/opc/v2/', // Oracle
    'https://169.254.0.23/', // Tencent Cloud
    'https://169.254.42.42/conf', // Scaleway
    'https://CONNECT.latchkey.example/token', // ourselves
    'https://connect.latchkey.example.:443/',
    'https://connect\u3002latchkey\uff0eexample/',
    'https://\uff43onnect.latchkey.example/',
    'https://%63onnect.latchkey.example/',
    'https://connect.latchkey.exa\u00admple/',
  ])
    t.equal(guard.check(url).kind, 'refused', JSON.stringify(url));
  const punycode = guard.check('https://b\u00fccher.example/token');
  t.equal(punycode.kind === 'allowed' && punycode.url.hostname, 'xn--bcher-kva.example', 'a name of its own script is');
});

t.test('the development switch stays within loopback, however it is spelt', async () => {
  const development = createEgressGuard({ loopback: 'development', baseUrls: ['http://127.0.0.1:4200'] });
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(spellings)), anyIPv4, (spelling, address) => {
      const expected = expectedKind(address, 32) === 'loopback' ? 'allowed' : 'refused';
      const url = `http://${spellings[spelling]?.(address)}:4321/`;
      equal(development.check(url).kind, expected, `${dotted(address)} as ${spelling}`);
    }),
    { numRuns: 2_000 },
  );
});

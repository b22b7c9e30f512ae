import fc from 'fast-check';
import t from 'tap';
import { expandUrlTemplate, templatePlaceholders, templateProblem } from '../../src/provider/template.js';
import { anyText } from '../any-text.js';

t.test('values are filled in, each encoded for its place', async (t) => {
  const template = 'https://{shop}.example.com/{tenant}/v{version}/token?region={region}&keep=1';
  t.strictSame(templatePlaceholders(template), ['shop', 'tenant', 'version', 'region']);
  const inputs = { shop: ' My-Shop ', tenant: 'a b/c', version: '2', region: 'eu&west=1' };
  t.strictSame(expandUrlTemplate(template, inputs), {
    kind: 'url',
    url: 'https://my-shop.example.com/a%20b%2Fc/v2/token?region=eu%26west%3D1&keep=1',
  });
});

t.test('a template without placeholders stays as it is', async (t) => {
  for (const url of [
    'https://as.example/token',
    'http://127.0.0.1:4000/t?a=b',
    'https://[::1]:1/x',
    'https://a.example',
  ])
    t.strictSame(expandUrlTemplate(url, {}), { kind: 'url', url });
});

t.test('templates that are refused', async (t) => {
  const refused = {
    'as.example/token': 'absolute',
    '/token': 'absolute',
    'ftp://as.example/token': 'absolute',
    'javascript:alert(1)': 'absolute',
    'https://as.example/token#x': 'fragment',
    'https://user@as.example/token': 'user name',
    'https://user:pass@as.example/token': 'user name',
    'https://{host}/token': 'host',
    'https://{host}.com/token': 'host',
    'https://example.{tld}/token': 'host',
    'https://a{shop}.example.com/': 'host',
    'https://{shop}x.example.com/': 'host',
    'https://example.com:{port}/': 'host',
    'https://{shop}:8080.example.com/': 'host',
    '{scheme}://as.example/': 'absolute',
    'https://as.example/{': 'brace',
    'https://as.example/{1a}': 'brace',
    'https://as.example/{a b}': 'spaces',
    'https://as.example/?{name}=1': 'query',
    'https://as.example/?a=1&{name}': 'query',
    // What a URL parser reads otherwise than it looks.
    'https://evil.example\\.as.example.com/': 'backslash',
    'https://evil.example\\.{x}.example.com/': 'backslash',
    'https://as.exa\tmple/': 'spaces',
    'https://as.example/\n': 'spaces',
    'https://xn--0.example.com/': 'not a URL',
    'https://256.256.256.256/': 'not a URL',
  };
  for (const [template, why] of Object.entries(refused)) {
    t.match(templateProblem(template) ?? '', why, JSON.stringify(template));
    t.equal(expandUrlTemplate(template, { shop: 'a', host: 'b' }).kind, 'refused', 'nor is it filled in');
  }
});

t.test('values that are refused name their input', async (t) => {
  const hosts = [
    '',
    ' ',
    'a.b',
    'evil.example/',
    'x@evil.example',
    'a b',
    '-a',
    'a-',
    'a_b',
    'ä',
    'a'.repeat(64),
    '\u212a',
  ];
  for (const shop of hosts) {
    const refused = expandUrlTemplate('https://{shop}.example.com/', { shop });
    t.match(refused, { kind: 'refused', message: /"shop"/ }, JSON.stringify(shop));
  }
  t.match(expandUrlTemplate('https://{shop}.example.com/', {}), { kind: 'refused', message: /missing/ });
  for (const tenant of ['.', '..', ' .. ', 'a\u0000', 'a\nb', '\ud800', '\udc00x'])
    t.match(expandUrlTemplate('https://a.example/{tenant}/', { tenant }), { kind: 'refused', message: /"tenant"/ });
  t.equal(expandUrlTemplate('https://{shop}.example.com/', { shop: 'xn--0' }).kind, 'refused', 'a label that is none');
});

t.test('inherited names are no inputs', async (t) => {
  t.equal(expandUrlTemplate('https://a.example/{constructor}', {}).kind, 'refused');
  t.equal(expandUrlTemplate('https://a.example/{toString}', {}).kind, 'refused');
});

const hostile = fc.oneof(
  anyText(40),
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '../x',
    '..%2f',
    '/',
    '//evil.example',
    '\\evil.example',
    '@evil.example',
    'x@evil.example',
    'evil.example/',
    'evil.example#',
    'evil.example?',
    '?a=b',
    '&client_id=evil',
    ';a=b',
    '#',
    'a#b',
    'a b',
    '\u0000',
    '\r\nHost: evil',
    '\ud800',
    'ﬀ',
    '。',
    '／',
    '＠',
    'xn--',
    'xn--a',
    '[::1]',
    '127.0.0.1',
    '0x7f',
    ':8080',
    'a:b@c',
    '%',
    '%zz',
    '{shop}',
    '{{x}}',
    '$&',
    '$1',
    "$'",
  ),
);

t.test('no value changes the host’s suffix, the path’s depth or the query’s names', async (t) => {
  const template = 'https://{shop}.api.example.com:8443/{tenant}/a-{part}.x/token?fixed=1&region=eu-{region}&last=2';
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (shop, tenant, part, region) => {
      const expanded = expandUrlTemplate(template, { shop, tenant, part, region });
      if (expanded.kind === 'refused') return;
      const url = new URL(expanded.url);
      if (url.protocol !== 'https:' || url.port !== '8443') throw new Error('another origin');
      if (url.username !== '' || url.password !== '' || url.hash !== '') throw new Error('userinfo or fragment');
      if (!/^[a-z0-9-]+\.api\.example\.com$/.test(url.hostname)) throw new Error(`another host: ${url.hostname}`);
      const segments = url.pathname.split('/');
      if (segments.length !== 4 || segments[3] !== 'token') throw new Error(`another path: ${url.pathname}`);
      if (decodeURIComponent(segments[1] ?? '') !== tenant.trim()) throw new Error('another value in the path');
      const names = [...url.searchParams].map(([name]) => name);
      if (names.join() !== 'fixed,region,last') throw new Error(`another query: ${url.search}`);
      if (url.searchParams.get('region') !== `eu-${region.trim()}`) throw new Error('another value in the query');
    }),
    { numRuns: 800 },
  );
  t.pass();
});

t.test('expanding is total: whatever the template and the value, it answers', async (t) => {
  const anyTemplate = fc.oneof(
    anyText(),
    hostile.map((text) => `https://{a}.example.com/${text}?${text}`),
  );
  fc.assert(
    fc.property(anyTemplate, hostile, (template, value) => {
      const expanded = expandUrlTemplate(template, { a: value });
      if (expanded.kind === 'url') new URL(expanded.url);
    }),
    { numRuns: 500 },
  );
  t.pass();
});

import fc from 'fast-check';
import t from 'tap';
import { resolveAuthorizationServer } from '../../src/provider/authorization-server.js';
import type { Definition } from '../../src/provider/definition.js';
import { fillTemplate, placeholdersOf, readUrlTemplate } from '../../src/provider/template.js';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { anyText } from '../any-text.js';
import { plain } from '../engine.js';

/** A definition whose revocation URL is this template, with an input for each of its simple placeholders. */
function withUrl(url: string, names: readonly string[]): Definition {
  const inputs = names.map((name) => ({ name, label: name, type: 'text', visibility: 'customer' }) as const);
  return { ...plain, inputs, revoke: { url } };
}

/** The URL that a template and the inputs' values make, as a grant freezes it. */
function expand(
  url: string,
  inputs: Readonly<Record<string, string>>,
): { readonly kind: 'url'; readonly url: string } | { readonly kind: 'refused'; readonly message: string } {
  const resolved = resolveAuthorizationServer(withUrl(url, Object.keys(inputs)), inputs);
  if (resolved.kind === 'refused') return { kind: 'refused', message: resolved.message };
  const filled = fillTemplate(resolved.server.revoke?.url ?? [], () => undefined);
  if (filled.kind !== 'text') return { kind: 'refused', message: 'it is still open' };
  return { kind: 'url', url: filled.text };
}

function templateProblem(url: string): string | undefined {
  const read = readUrlTemplate(url);
  return read.kind === 'invalid' ? read.message : undefined;
}

t.test('values are filled in, each encoded for its place', async (t) => {
  const template = 'https://{shop}.example.com/{tenant}/v{version}/token?region={region}&keep=1';
  const read = readUrlTemplate(template);
  t.strictSame(read.kind === 'template' && placeholdersOf(read.template), [
    { name: 'shop', slot: 'label' },
    { name: 'tenant', slot: 'segment' },
    { name: 'version', slot: 'segment' },
    { name: 'region', slot: 'query' },
  ]);
  const inputs = { shop: ' My-Shop ', tenant: 'a b/c', version: '2', region: 'eu&west=1' };
  t.strictSame(expand(template, inputs), {
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
    t.strictSame(expand(url, {}), { kind: 'url', url });
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
    'https://{user}@as.example/token': 'user name',
    'https://example.com:{port}/': 'port',
    'https://{shop}.example.com:{port}/': 'port',
    'https://{shop}:8080.example.com/': 'not a URL',
    '{scheme}://as.example/': 'absolute',
    '{origin}.example.com/': 'absolute',
    'https:{rest}': 'absolute',
    'https://as.example/{': 'single {',
    'https://as.example/}': 'single }',
    'https://as.example/{1a}': 'single {',
    'https://as.example/{{a}}': 'braces',
    'https://as.example/{a b}': 'spaces',
    'https://as.example/?{name}=1': 'query',
    'https://as.example/?a=1&{name}': 'query',
    // What a URL parser reads otherwise than it looks.
    'https://evil.example\\.as.example.com/': 'backslash',
    'https://evil.example\\.{x}.example.com/': 'backslash',
    'https://as.exa\tmple/': 'spaces',
    'https://as.example/\n': 'spaces',
    'https://a.example.com:99999/': 'not a URL',
    'https://256.256.256.256/': 'not a URL',
  };
  for (const [template, why] of Object.entries(refused)) {
    t.ok(templateProblem(template)?.includes(why), `${JSON.stringify(template)}: ${templateProblem(template)}`);
    t.equal(expand(template, { shop: 'a', host: 'b' }).kind, 'refused', 'nor is it filled in');
  }
});

t.test('a text may be a label before a fixed domain, and never choose more of a host', async (t) => {
  const chosen = [
    'https://{host}/token',
    'https://{host}.com/token',
    'https://example.{tld}/token',
    'https://a{shop}.example.com/',
    'https://{shop}x.example.com/',
    'https://{shop}{host}.example.com/',
    '{host}/token',
    '{host}',
  ];
  for (const url of chosen) {
    const result = validateDefinition(withUrl(url, ['host', 'shop', 'tld']));
    t.equal(result.kind, 'invalid', url);
    if (result.kind !== 'invalid') continue;
    t.match(result.problems[0], { field: 'revoke.url', messages: [/choose the host/] }, url);
  }
  for (const url of [
    'https://{shop}.example.com/',
    'https://{shop}.{host}.example.com/',
    'https://eu.{shop}.a.example',
  ])
    t.equal(validateDefinition(withUrl(url, ['host', 'shop'])).kind, 'definition', url);
});

t.test('values that are refused name their input', async (t) => {
  const hosts = ['a.b', 'evil.example/', 'x@evil.example', 'a b', '-a', 'a-', 'a_b', 'ä', 'a'.repeat(64), '\u212a'];
  for (const shop of hosts) {
    const refused = expand('https://{shop}.example.com/', { shop });
    t.match(refused, { kind: 'refused', message: /"shop"/ }, JSON.stringify(shop));
  }
  for (const shop of ['', ' '])
    t.match(expand('https://{shop}.example.com/', { shop }), { kind: 'refused', message: /"shop" is missing/ });
  const undeclared = { ...withUrl('https://{shop}.example.com/', []), inputs: [] };
  t.match(resolveAuthorizationServer(undeclared, { shop: 'a' }), { kind: 'refused', message: /"shop" is missing/ });
  for (const tenant of ['.', '..', ' .. ', 'a\u0000', 'a\nb', '\ud800', '\udc00x'])
    t.match(expand('https://a.example/{tenant}/', { tenant }), { kind: 'refused', message: /"tenant"/ });
});

t.test('inherited names are no inputs', async (t) => {
  for (const name of ['constructor', 'toString']) {
    const definition = withUrl(`https://a.example/{${name}}`, [name]);
    t.match(resolveAuthorizationServer(definition, {}), { kind: 'refused', message: /is missing/ }, name);
    t.match(resolveAuthorizationServer({ ...definition, inputs: [] }, {}), { kind: 'refused' }, name);
  }
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
      const expanded = expand(template, { shop, tenant, part, region });
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
      const expanded = expand(template, { a: value });
      if (expanded.kind === 'url') new URL(expanded.url);
    }),
    { numRuns: 500 },
  );
  t.pass();
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import {
  type ConnectionConfigId,
  callbackUrl,
  type Definition,
  redirectUriWith,
  serverInputs,
  serverSegment,
  serverSegmentOf,
} from '../../src/index.js';
import { anyText } from '../any-text.js';

const connectionConfigId = '0192f0c1-a2b3-7c4d-8e5f-60718293a4b5' as ConnectionConfigId;
const base = 'https://latchkey.example';
const host = { name: 'host', label: 'Host', type: 'host', hosts: ['*'], visibility: 'customer' } as const;
const free: Definition = {
  name: 'Git',
  client: { owner: 'connection' },
  inputs: [host],
  authorize: { url: 'https://{host}/oauth/authorize' },
  token: { url: 'https://{host}/oauth/token' },
};
/** As the documentation says it. */
const segmentOf = (...origins: readonly string[]) =>
  createHash('sha256').update(origins.join(' ')).digest('base64url').slice(0, 22);
const segment = (inputs: Readonly<Record<string, string>>, definition = free) =>
  serverSegment(definition, 'production', inputs);

t.test('which inputs choose a server that could be anybody’s', async (t) => {
  const chosen = (change: Partial<Definition>) => serverInputs({ ...free, ...change });
  t.same(chosen({}), ['host']);
  t.same(chosen({ token: { url: 'https://git.example/token' } }), ['host'], 'where the code is asked for');
  t.same(chosen({ authorize: { url: 'https://git.example/a' } }), ['host'], 'where it is taken');
  t.same(chosen({ authorize: { url: 'https://git.example/a', urlFallback: 'https://{host}/a' } }), ['host']);
  const fixed = { authorize: { url: 'https://git.example/a' }, token: { url: 'https://git.example/t' } };
  t.same(chosen(fixed), []);
  t.same(chosen({ ...fixed, revoke: { url: 'https://{host}/r' } }), ['host'], 'where the tokens go');
  t.same(
    chosen({ ...fixed, api: { baseUrl: 'https://{host}' } }),
    [],
    'what the vendor’s code does is not of the flow',
  );
  t.same(chosen({ inputs: [{ ...host, hosts: ['*.git.example'] }] }), [], 'hosts that the provider owns');
  const label = 'https://{host}.git.example/x';
  t.same(chosen({ authorize: { url: label }, token: { url: label } }), [], 'a part below the provider’s own domain');
  const ofVendor = { ...host, visibility: 'organization' } as const;
  t.same(chosen({ inputs: [ofVendor] }), ['host'], 'for clients that customers bring');
  t.same(chosen({ inputs: [ofVendor], client: {} }), [], 'not what the vendor says for its own client');
  const { authorize: _, ...direct } = free;
  t.same(serverInputs({ ...direct, grantType: 'client_credentials' }), [], 'without a redirect');
});

t.test('the segment is the origin’s SHA-256', async (t) => {
  const expected = segmentOf('https://git.acme.example');
  t.equal(await segment({ host: 'git.acme.example' }), expected);
  t.match(expected, /^[\w-]{22}$/);
  t.equal(await segment({ host: 'git.acme.example:443' }), expected, 'the scheme’s own port');
  t.not(await segment({ host: 'git.acme.example:8443' }), expected);
  t.equal(await segment({}), undefined, 'no host yet');
  t.equal(await segment({ host: 'not a host' }), undefined);
  const preset = { ...free, inputs: [{ ...host, default: 'git.example', defaults: { sandbox: 'test.example' } }] };
  t.equal(await segment({}, preset), segmentOf('https://git.example'));
  t.equal(await segment({ host: ' ' }, preset), segmentOf('https://git.example'));
  t.equal(await serverSegment(preset, 'sandbox', {}), segmentOf('https://test.example'));
});

t.test('a second host that is chosen freely is part of what the server is', async (t) => {
  const two: Definition = {
    ...free,
    inputs: [host, { ...host, name: 'door' }],
    token: { url: 'https://{door}/token' },
    revoke: { url: 'https://fixed.example/revoke' },
  };
  const both = await segment({ host: 'git.acme.example', door: 'evil.example' }, two);
  t.equal(both, segmentOf('https://git.acme.example', 'https://evil.example'));
  t.not(both, await segment({ host: 'git.acme.example', door: 'git.acme.example' }, two));
  t.equal(
    await segment({ host: 'git.acme.example', door: 'git.acme.example' }, two),
    segmentOf('https://git.acme.example'),
  );
});

t.test('the redirect URI has it, and gives it back', async (t) => {
  const at = { connectionConfigId, environment: 'production' };
  const own = `${base}/callback/cfg_0192f0c1a2b37c4d8e5f60718293a4b5/production`;
  const uri = await redirectUriWith({ ...at, definition: free, inputs: { host: 'git.acme.example' } }, base);
  t.equal(uri, `${own}/${segmentOf('https://git.acme.example')}`);
  t.equal(serverSegmentOf(uri ?? ''), segmentOf('https://git.acme.example'));
  t.equal(await redirectUriWith({ ...at, definition: free, inputs: {} }, base), undefined);
  const closed = { ...free, inputs: [{ ...host, hosts: ['git.example'] }] };
  t.equal(await redirectUriWith({ ...at, definition: closed, inputs: {} }, base), own, 'the provider’s own hosts');
  for (const none of [own, `${own}/forwarded`, 'urn:ietf:wg:oauth:2.0:oob', `${uri}/forwarded`, `${uri}?a=b`])
    t.equal(serverSegmentOf(none), undefined, none);
});

const label = fc.string({ unit: fc.constantFrom(...'abz059-'), minLength: 1, maxLength: 8 });
const hosts = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.option(fc.integer({ min: 1, max: 65_535 })))
  .map(([labels, port]) => `${labels.join('.')}.example${port === null ? '' : `:${port}`}`);

t.test('whatever is typed: one server, one URI', async (t) => {
  await fc.assert(
    fc.asyncProperty(hosts, hosts, fc.string({ maxLength: 40 }), async (one, other, environment) => {
      const uriOf = (typed: string) =>
        redirectUriWith({ connectionConfigId, environment, definition: free, inputs: { host: typed } }, base);
      const [first, second] = [await uriOf(one), await uriOf(other)];
      if (first === undefined || second === undefined) return;
      const isSame = new URL(`https://${one}`).origin === new URL(`https://${other}`).origin;
      t.equal(first === second, isSame, `${one} ${other}`);
      t.ok(first.startsWith(`${callbackUrl(base, connectionConfigId, environment)}/`));
      t.equal(new URL(first).href, first, 'every parser reads it as it is written');
      if (environment !== '') t.equal(serverSegmentOf(first), await segment({ host: one }));
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyText(40), hosts), async (typed) => {
      const found = await segment({ host: typed });
      if (found !== undefined) t.match(found, /^[\w-]{22}$/);
    }),
  );
});

import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import type { Definition } from '../../src/provider/definition.js';
import { secret } from '../../src/secret.js';
import { endpointRequest, type StandardParameters } from '../../src/token/endpoint-request.js';
import type { RequestValues } from '../../src/token/request-values.js';
import { anyText } from '../any-text.js';
import { built, epochMs, form, plain, requestPorts, serverOf } from '../engine.js';

const values: RequestValues = {
  client: { clientId: 'client-1', clientSecret: secret('s3cret') },
  inputs: { key: secret('k3y') },
  context: { shop: 'acme', site: 'https://eu.api.example' },
  tokens: {
    accessToken: secret('at-1'),
    refreshToken: secret('rt-1'),
    tokenType: 'Bearer',
    members: secret('{"n":{"m":5}}'),
  },
  request: { redirect_uri: 'https://latchkey.example/cb', scope: 'a b' },
};
const standard: StandardParameters = [
  ['grant_type', 'refresh_token'],
  ['refresh_token', 'rt-1'],
  ['resource', 'https://a.example'],
  ['resource', 'https://b.example'],
];
type Request = Partial<Definition['token']>;
const endpoint = (request: Request, more: object = {}) =>
  serverOf({
    ...plain,
    inputs: [{ name: 'key', label: 'Key', type: 'secret', visibility: 'customer' }],
    captures: [
      { name: 'shop', from: 'callback', path: 'shop' },
      { name: 'site', from: 'token', path: 'site', hosts: ['*.api.example'] },
    ],
    refresh: { clientAuthentication: 'none', ...request },
    ...more,
  }).refresh;
const sent = (request: Request, given: StandardParameters = standard, of: RequestValues = values) =>
  built(endpointRequest(requestPorts, endpoint(request), of, given));

t.test('parameters go where the body says', async (t) => {
  const pairs = [...standard, ['client_id', 'client-1']] as [string, string][];
  const asForm = await sent({ body: 'form' });
  t.strictSame(form(asForm.body), pairs);
  t.equal(asForm.headers['content-type'], 'application/x-www-form-urlencoded');
  const asJson = await sent({ body: 'json' });
  t.strictSame(JSON.parse(asJson.body ?? ''), {
    ...{ grant_type: 'refresh_token', refresh_token: 'rt-1', client_id: 'client-1' },
    resource: ['https://a.example', 'https://b.example'],
  });
  t.equal(asJson.headers['content-type'], 'application/json');
  const asQuery = await sent({ body: 'query', url: 'https://as.example/t?own=1' });
  t.equal(asQuery.body, undefined);
  t.notOk('content-type' in asQuery.headers);
  t.strictSame([...new URL(asQuery.url).searchParams], [['own', '1'], ...pairs]);
  const nowhere = await sent({ body: 'none', url: 'https://as.example/t?own=1' });
  t.strictSame([nowhere.url, nowhere.body], ['https://as.example/t?own=1', undefined]);
  const bare = endpointRequest(requestPorts, endpoint({ body: 'query', omit: ['client_id'] }), values, []);
  t.equal((await built(bare)).url, 'https://as.example/token', 'and no lonely question mark');
});

t.test('methods, and where their parameters go by default', async (t) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const request = await sent({ method });
    t.equal(request.method, method);
    t.ok(request.body?.includes('refresh_token=rt-1'), method);
  }
  const get = await sent({ method: 'GET' });
  t.equal(get.method, 'GET');
  t.equal(get.body, undefined);
  t.match(get.url, /\?grant_type=refresh_token&/);
});

t.test('every encoding gives any values back as they were', async (t) => {
  const text = anyText(20).filter((value) => !/\p{Surrogate}/u.test(value));
  const [asForm, asJson, asQuery] = (['form', 'json', 'query'] as const).map((body) => endpoint({ body }));
  await fc.assert(
    fc.asyncProperty(text, text, async (token, id) => {
      const given: StandardParameters = [['refresh_token', token]];
      const of = { ...values, client: { clientId: id } };
      const expected = JSON.stringify([
        ['refresh_token', token],
        ['client_id', id],
      ]);
      const to = (one: typeof asForm) =>
        built(endpointRequest(requestPorts, one as NonNullable<typeof one>, of, given));
      const bodies = [
        form((await to(asForm)).body),
        Object.entries(JSON.parse((await to(asJson)).body ?? '')),
        [...new URL((await to(asQuery)).url).searchParams],
      ];
      for (const body of bodies) if (JSON.stringify(body) !== expected) throw new Error(JSON.stringify(body));
    }),
    { numRuns: 300 },
  );
  t.pass();
});

t.test('renamed, left out, added', async (t) => {
  const request = await sent({
    names: { client_id: 'client_key', refresh_token: 'token' },
    omit: ['grant_type', 'resource'],
    parameters: {
      ...{ format: 'json', shop: '{context.shop}', braces: '{{x}}', client_id: '{client.id}' },
      ...{ member: '{token.n.m}', missing: '{token.n.x}', at: '{now.seconds}', key: '{key}', scope: '{request.scope}' },
    },
  });
  t.strictSame(form(request.body), [
    ['token', 'rt-1'],
    ['format', 'json'],
    ['shop', 'acme'],
    ['braces', '{x}'],
    ['client_key', 'client-1'],
    ['member', '5'],
    ['at', String(epochMs / 1000)],
    ['key', 'k3y'],
    ['scope', 'a b'],
  ]);
  const bare = await sent({ parameters: { shop: '{context.shop}' } }, [], { client: values.client });
  t.strictSame(form(bare.body), [['client_id', 'client-1']], 'one whose placeholder has no value is left out');
});

t.test('headers of the definition win over ours, whatever their case', async (t) => {
  const headers = {
    Accept: 'text/plain',
    'X-Key': '{key}',
    'x-missing': '{token.nothing}',
    'X-Shop': 'a-{context.shop}',
  };
  const request = await sent({ headers, clientAuthentication: 'client_secret_basic' });
  t.strictSame(request.headers, {
    accept: 'text/plain',
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${btoa('client-1:s3cret')}`,
    'x-key': 'k3y',
    'x-shop': 'a-acme',
  });
  const own = await sent({ headers: { Authorization: 'Key {key}' }, clientAuthentication: 'client_secret_basic' });
  t.equal(own.headers.authorization, 'Key k3y');
  const hostile = { ...values, context: { shop: 'a\r\nx-evil: 1' } };
  const refused = await endpointRequest(requestPorts, endpoint({ headers }), hostile, standard);
  t.match(refused, { kind: 'refused', message: /"context\.shop" must not hold control characters/ });
});

t.test('a moment and random values stay the same within one request', async (t) => {
  const parameters = {
    a: '{random.uuid}',
    b: '{random.uuid}',
    c: '{random.digits}',
    d: '{random.token}',
    e: '{now.iso}',
  };
  const request = await sent({ parameters, headers: { x: '{random.uuid}' } }, []);
  const { a, b, c, d, e } = Object.fromEntries(form(request.body));
  t.match(a, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.equal(a, b);
  t.equal(request.headers.x, a);
  t.match(c, /^\d{16}$/);
  t.match(d, /^[\w-]{22}$/);
  t.equal(e, new Date(epochMs).toISOString());
  t.not(new URLSearchParams((await sent({ parameters }, [])).body).get('a'), a, 'and differ between requests');
});

t.test('signatures', async (t) => {
  const over = '{client.id}{now.milliseconds}\n{request.body}';
  const signed = (body: string | undefined) => `client-1${epochMs}\n${body ?? ''}`;
  const signature = { algorithm: 'HMAC-SHA256', over, encoding: 'hex', header: 'X-Sign' } as const;
  const hex = await sent({ signature });
  t.equal(hex.headers['x-sign'], createHmac('sha256', 's3cret').update(signed(hex.body)).digest('hex'));
  const json = await sent({ signature: { ...signature, encoding: 'base64' }, body: 'json' });
  t.equal(json.headers['x-sign'], createHmac('sha256', 's3cret').update(signed(json.body)).digest('base64'));
  const digest = await sent({ signature: { ...signature, algorithm: 'SHA-256', over: `{client.secret}${over}` } });
  t.equal(
    digest.headers['x-sign'],
    createHash('sha256')
      .update(`s3cret${signed(digest.body)}`)
      .digest('hex'),
  );
  const nobody = await sent({ signature, body: 'none' });
  t.equal(nobody.headers['x-sign'], createHmac('sha256', 's3cret').update(signed('')).digest('hex'));
  const refused = (of: RequestValues, more: object = {}) =>
    endpointRequest(requestPorts, endpoint({ signature: { ...signature, ...more } }), of, standard);
  t.match(await refused({ client: { clientId: 'a' } }), { kind: 'refused', message: /needs the client secret/ });
  t.match(await refused(values, { over: '{token.nothing}' }), { kind: 'refused', message: /needs \{token\.nothing\}/ });
});

t.test('what was learnt leads only to the declared hosts', async (t) => {
  const url = '{context.site}/oauth/token?a=b';
  t.equal((await sent({ url })).url, 'https://eu.api.example/oauth/token?a=b');
  const led = endpoint({ url });
  const astray = (site: string) => endpointRequest(requestPorts, led, { ...values, context: { site } }, standard);
  for (const site of [
    'https://evil.example',
    'https://api.example',
    'https://eu.api.example.evil',
    'https://xapi.example',
  ])
    t.match(await astray(site), { kind: 'refused', message: /a host that is not declared/ }, site);
  for (const site of [
    'eu.api.example',
    'https://evil.example/.api.example',
    'https://x@eu.api.example',
    'ftp://eu.api.example',
  ])
    t.match(await astray(site), { kind: 'refused', message: /"context\.site" must be an address/ }, site);
  t.match(await astray('http://eu.api.example'), { kind: 'refused', message: /must begin with https/ }, 'nor off TLS');
  const missing = await endpointRequest(requestPorts, endpoint({ url }), { client: values.client }, standard);
  t.match(missing, { kind: 'refused', message: 'the URL has no value for {context.site}' });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.webUrl(),
        fc.domain().map((host) => `https://${host}`),
        anyText(),
      ),
      async (site) => {
        for (const value of [site, `${site}.api.example`, `${site}/.api.example`, `${site}#.api.example`]) {
          const result = await astray(value);
          if (result.kind === 'refused') continue;
          const { hostname, username } = new URL(result.request.url);
          if (!hostname.endsWith('.api.example') || username !== '') throw new Error(result.request.url);
        }
      },
    ),
    { numRuns: 300 },
  );
});

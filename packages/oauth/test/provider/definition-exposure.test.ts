import t from 'tap';
import { validateDefinition } from '../../src/provider/validate-definition.js';
import { plain } from '../engine.js';

const input = (name: string, more: object = {}) => ({
  ...{ name, label: name, type: 'text', visibility: 'customer' },
  ...more,
});

function problems(definition: unknown): Readonly<Record<string, string>> {
  const result = validateDefinition(definition);
  if (result.kind === 'definition') return {};
  return Object.fromEntries(result.problems.map(({ field, messages }) => [field, messages.join('; ')]));
}

t.test('no pattern takes long, whatever multiplies its ways', async (t) => {
  const one = (pattern: string, preset?: string) =>
    problems({ ...plain, inputs: [input('v', { pattern, ...(preset === undefined ? {} : { default: preset }) })] });
  for (const pattern of [
    '(a|a)'.repeat(40),
    'a?'.repeat(40),
    '(?:a)?'.repeat(40),
    'a{0,200}'.repeat(3),
    'a{0,}a*a+',
    '(a|(b|(c|d)))'.repeat(20),
  ])
    t.match(one(`${pattern}b`, 'a'.repeat(60)), { 'inputs.0.pattern': /could take too long/ }, pattern);
  for (const pattern of ['[a-z]+(?:-[a-z0-9]+)?', '\\)+[)(|?*]*', 'eu|au|us', '[0-9a-f]{8}-[0-9a-f]{4}', '\\d{1,12}'])
    t.strictSame(one(pattern), {}, pattern);
  t.match(one('a*', 'a'.repeat(201)), { 'inputs.0.default': /at most 200/ });
});

t.test('a definition of nothing but faults is not answered at length', async (t) => {
  const unknown = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [`x${index}`, 0]));
  const placeholders = Array.from({ length: 300 }, (_, index) => `{z.${index}}`).join('');
  const parameters = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, placeholders]));
  for (const definition of [
    { ...plain, ...unknown },
    { ...plain, callback: { errors: {}, ...unknown } },
    { ...plain, token: { ...plain.token, parameters } },
  ]) {
    const result = validateDefinition(definition);
    t.ok(result.kind === 'invalid' && result.problems.length <= 100);
    t.ok(JSON.stringify(result).length < 200_000);
  }
});

t.test('secrets do not reach a browser, the vendor’s code or another party', async (t) => {
  const key = input('key', { type: 'secret', visibility: 'organization' });
  const authorize = { ...plain.authorize, parameters: { x: '{key}' } };
  t.match(problems({ ...plain, inputs: [key], authorize }), { 'authorize.parameters.x': /a browser would show it/ });

  for (const api of [{ headers: { x: '{token.refresh_token}' } }, { headers: { x: '{token.data.refreshToken}' } }])
    t.match(problems({ ...plain, api }), { 'api.headers.x': /never leaves Latchkey/ });

  const host = input('host', { type: 'host', hosts: ['*'] });
  const anywhere = { ...plain, client: { owner: 'connection' }, token: { url: 'https://{host}/token' } };
  t.strictSame(
    problems({ ...anywhere, inputs: [host] }),
    {},
    'the customer’s own client may go to the customer’s host',
  );
  t.match(
    problems({ ...anywhere, inputs: [host, key] }),
    { 'token.url': /the vendor's secret \{key\}/ },
    'a secret of the vendor beside it may not',
  );
  t.strictSame(problems({ ...anywhere, inputs: [host, { ...key, visibility: 'customer' }] }), {});
});

t.test('nothing of a token is captured: context is not sealed', async (t) => {
  const response = { accessToken: ['data.at'], refreshToken: ['data.rt'] };
  const otherTokens = [{ name: 'user', accessToken: 'user.at' }];
  const base = { ...plain, token: { ...plain.token, response }, otherTokens };
  for (const path of [
    'access_token',
    'refresh_token',
    'data.at',
    'user.at',
    'data.rt',
    'data.refreshToken',
    'client_secret',
  ]) {
    t.match(
      problems({ ...base, captures: [{ name: 'x', from: 'token', path }] }),
      { 'captures.0.path': /token or a secret/ },
      path,
    );
    t.match(
      problems({ ...base, account: { tokenMember: path } }),
      { 'account.tokenMember': /token or a secret/ },
      path,
    );
  }
  const pages = { name: 'x', path: 'data', choose: { value: 'access_token' } };
  t.match(problems({ ...base, steps: [{ name: 's', url: 'https://a.example', captures: [pages] }] }), {
    'steps.0.captures.0.choose.value': /token or a secret/,
  });
  t.strictSame(problems({ ...base, captures: [{ name: 'x', from: 'token', path: 'token_type' }] }), {});
});

t.test('what a browser brings chooses no host and no parameter of the protocol', async (t) => {
  const api = { baseUrl: 'https://{context.host}/v1' };
  const capture = { name: 'host', path: 'host' };
  const from = (source: string, more: object = {}) =>
    problems({ ...plain, api, captures: [{ ...capture, from: source, ...more }] });
  t.match(from('callback'), { 'api.baseUrl': /choose the host/ }, 'nor where the vendor’s code sends the token');
  t.strictSame(from('callback', { hosts: ['*.example.com'] }), {});
  t.strictSame(from('token'), {}, 'the provider’s own word');

  t.match(problems({ ...plain, inputs: [input('where')], callback: { redirectUri: 'https://{where}' } }), {
    'callback.redirectUri': /choose the redirect URI/,
  });
  const shop = { inputs: [input('shop')] };
  t.strictSame(problems({ ...plain, ...shop, token: { url: 'https://{shop}.example.com./token' } }), {});
  for (const url of ['https://{shop}.com./token', 'https://{shop}.com/token', 'https://{shop}./token'])
    t.match(problems({ ...plain, ...shop, token: { url } }), { 'token.url': /choose the host/ }, url);
  for (const name of ['client%5fid', 'cl%69ent_id', 'STAT%45'])
    t.match(
      problems({ ...plain, authorize: { ...plain.authorize, parameters: { [name]: 'x' } } }),
      { 'authorize.parameters': /must not set/ },
      name,
    );

  const token = { ...plain.token, names: { client_id: 'client_key' }, forward: ['client_key'] };
  t.match(problems({ ...plain, token }), { 'token.forward.0': /must not be client_key/ }, 'by its name there');
});

import fc from 'fast-check';
import t from 'tap';
import { authorizationRequestUrl } from '../../src/authorize/authorization-request.js';
import { codeChallenge } from '../../src/authorize/pkce.js';
import type { Definition } from '../../src/provider/definition.js';
import { secret } from '../../src/secret.js';
import type { RequestValues } from '../../src/token/request-values.js';
import { anyText } from '../any-text.js';
import { plain, requestPorts, serverOf } from '../engine.js';

const request = {
  ...{ clientId: 'client-1', redirectUri: 'https://latchkey.example/cb?a=b', scopes: ['read', 'write all'] },
  ...{ state: 'eu.abc', codeChallenge: 'challenge' },
};
type Authorize = NonNullable<Definition['authorize']>;

function urlOf(
  authorize: Partial<Authorize>,
  more: Partial<Definition> = {},
  change: Partial<typeof request> = {},
  values: RequestValues = { client: { clientId: 'client-1' } },
): string {
  const server = serverOf({ ...plain, ...more, authorize: { url: 'https://as.example/authorize', ...authorize } });
  const terms = server.authorize;
  if (!terms) throw new Error('no authorization endpoint');
  const built = authorizationRequestUrl(
    requestPorts,
    { ...server, authorize: terms },
    { ...request, ...change },
    values,
  );
  if (built.kind === 'refused') throw new Error(built.message);
  return built.url;
}
const pairs = (url: string) => [...new URL(url).searchParams];
const standard = [
  ['response_type', 'code'],
  ['client_id', 'client-1'],
  ['redirect_uri', 'https://latchkey.example/cb?a=b'],
  ['scope', 'read write all'],
  ['state', 'eu.abc'],
  ['code_challenge', 'challenge'],
  ['code_challenge_method', 'S256'],
];

t.test('the endpoint’s query comes first, then extras, then what the standard asks for', async (t) => {
  t.strictSame(pairs(urlOf({})), standard);
  const url = urlOf({
    url: 'https://as.example/authorize?tenant=a%20b&flag',
    parameters: { access_type: 'offline', back: '{request.redirect_uri}', asked: '{request.scope}' },
  });
  t.match(url, 'https://as.example/authorize?tenant=a%20b&flag&access_type=offline&', 'its own query letter by letter');
  t.strictSame(pairs(url).slice(0, 5), [
    ['tenant', 'a b'],
    ['flag', ''],
    ['access_type', 'offline'],
    ['back', 'https://latchkey.example/cb?a=b'],
    ['asked', 'read write all'],
  ]);
  t.strictSame(pairs(urlOf({ url: 'https://as.example/authorize?' })), standard, 'an empty query is none');
  t.strictSame(pairs(urlOf({ url: 'https://as.example/authorize?a=b&' })), [['a', 'b'], ...standard]);
  t.strictSame(new URL(urlOf({ url: 'https://as.example' })).pathname, '/');
});

t.test('renamed and left out', async (t) => {
  const url = urlOf({
    names: { client_id: 'app_id', scope: 'permissions', state: 'custom_state' },
    omit: ['response_type', 'code_challenge_method'],
  });
  t.strictSame(pairs(url), [
    ['app_id', 'client-1'],
    ['redirect_uri', 'https://latchkey.example/cb?a=b'],
    ['permissions', 'read write all'],
    ['custom_state', 'eu.abc'],
    ['code_challenge', 'challenge'],
  ]);
  t.equal(new URL(urlOf({ responseType: 'code id_token' })).searchParams.get('response_type'), 'code id_token');
  t.equal(new URL(urlOf({ pkce: 'plain' })).searchParams.get('code_challenge_method'), 'plain');
});

t.test('PKCE plain sends the verifier itself, S256 its digest (RFC 7636 section 4.2)', async (t) => {
  const verifier = secret('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
  t.equal(await codeChallenge('plain', verifier), 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk');
  t.equal(await codeChallenge('S256', verifier), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

t.test('scopes with a parameter of their own, in the separator of the server', async (t) => {
  const scopes = [
    { scope: 'chat' },
    { scope: 'me', parameter: 'user_scope' },
    { scope: 'you', parameter: 'user_scope' },
  ];
  const more = { scopes, scopeSeparator: ',' };
  const asked = (names: readonly string[]) => {
    const url = new URL(urlOf({ parameters: { all: '{request.scope}' } }, more, { scopes: [...names] }));
    return ['scope', 'user_scope', 'all'].map((name) => url.searchParams.get(name));
  };
  t.strictSame(asked(['chat', 'me', 'other', 'you']), ['chat,other', 'me,you', 'chat,me,other,you']);
  t.strictSame(asked(['me']), [null, 'me', 'me']);
  t.strictSame(asked(['chat']), ['chat', null, 'chat']);
  t.strictSame(asked(['constructor']), ['constructor', null, 'constructor']);
});

t.test('scopes are written as the server reads them', async (t) => {
  const scope = (scopeEncoding: Authorize['scopeEncoding'], scopes: string[]) =>
    /[?&]scope=([^&]*)/.exec(urlOf({ ...(scopeEncoding ? { scopeEncoding } : {}) }, {}, { scopes }))?.[1];
  const scopes = ['a:b', 'https://x/y', 'z&q=1#%'];
  t.equal(scope(undefined, scopes), 'a%3Ab+https%3A%2F%2Fx%2Fy+z%26q%3D1%23%25');
  t.equal(scope('form', scopes), 'a%3Ab+https%3A%2F%2Fx%2Fy+z%26q%3D1%23%25');
  t.equal(scope('percent', scopes), 'a%3Ab%20https%3A%2F%2Fx%2Fy%20z%26q%3D1%23%25');
  t.equal(scope('raw', scopes), 'a:b+https://x/y+z%26q=1%23%25');
});

t.test('whatever the scopes, they stay one parameter, and the URL one that can be sent', async (t) => {
  for (const scopeEncoding of ['form', 'percent', 'raw'] as const)
    fc.assert(
      fc.property(fc.array(anyText(10), { minLength: 1, maxLength: 3 }), (scopes) => {
        const url = urlOf({ scopeEncoding }, {}, { scopes });
        if (!/^[!-~]+$/.test(url)) throw new Error(`no URL: ${url}`);
        const names = pairs(url).map(([name]) => name);
        const expected = standard.map(([name]) => name).filter((name) => name !== 'scope' || scopes.join(' ') !== '');
        if (names.join() !== expected.join()) throw new Error(names.join());
        const read = new URL(url).searchParams.get('scope') ?? '';
        const written = scopes.join(' ').replace(/\p{Surrogate}/gu, '\ufffd');
        if (scopeEncoding !== 'raw' && read !== written) throw new Error(`${read} is not ${written}`);
      }),
      { numRuns: 100 },
    );
  t.pass();
});

t.test('parameters behind the route of a page', async (t) => {
  const url = urlOf({
    url: 'https://as.example/app?lang=de#/oauth/consent',
    placement: 'fragment',
    omit: ['redirect_uri'],
  });
  t.match(url, /^https:\/\/as\.example\/app\?lang=de#\/oauth\/consent\?response_type=code&client_id=client-1&scope=/);
  const { hash, search } = new URL(url);
  t.equal(search, '?lang=de');
  t.equal(new URLSearchParams(hash.split('?')[1]).get('state'), 'eu.abc');
  t.match(
    urlOf({ url: 'https://as.example/app', placement: 'fragment' }),
    /^https:\/\/as\.example\/app#\/\?response_type=/,
  );
  const inputs = [{ name: 'v', label: 'V', type: 'text', visibility: 'customer' }] as const;
  t.throws(() => urlOf({ url: 'https://as.example/app#/oauth' }, { inputs }), /fragment/, 'only where it is declared');
});

t.test('resources go along, each by itself (RFC 8707 section 2.1)', async (t) => {
  const resource = ['https://a.example/', 'urn:b'];
  t.strictSame(new URL(urlOf({}, { resource })).searchParams.getAll('resource'), resource);
});

t.test('an optional input without a value leaves its parameter out', async (t) => {
  const inputs = [{ name: 'hint', label: 'Hint', type: 'text', visibility: 'customer' }] as const;
  const definition = {
    ...plain,
    inputs,
    authorize: { url: 'https://as.example/a', parameters: { login_hint: '{hint}' } },
  };
  const hint = (value: Readonly<Record<string, string>>) => {
    const server = serverOf(definition, value);
    const { authorize } = server;
    if (!authorize) throw new Error('no authorization endpoint');
    const built = authorizationRequestUrl(requestPorts, { ...server, authorize }, request, {
      client: { clientId: 'c' },
    });
    return built.kind === 'url' && new URL(built.url).searchParams.get('login_hint');
  };
  t.equal(hint({}), null);
  t.equal(hint({ hint: ' ' }), null);
  t.equal(hint({ hint: 'ada@example.test' }), 'ada@example.test');
  t.throws(() => hint({ hint: 'a\nb' }), /must not hold control characters/);
});

import t from 'tap';
import { type FindingCode, findingTexts } from '../../src/preflight/finding.js';
import { plain } from '../engine.js';
import { answer, callback, preflight, published, tokenEndpoint } from './odd-server.js';

const token = tokenEndpoint({
  client: answer(401, { error: 'invalid_client' }),
  code: answer(400, { error: 'invalid_grant' }),
});

t.test('the callback URL is known where the endpoint treats another one differently', async (t) => {
  const isOurs = (url: URL) => url.searchParams.get('redirect_uri') === callback;
  const login = (uid: string) => answer(303, '', { location: `/interaction/${uid}` });
  let count = 0;
  const cases: [string, (url: URL) => ReturnType<typeof answer>, FindingCode][] = [
    ['sends on, and refuses others', (url) => (isOurs(url) ? login(`u${++count}`) : answer(400)), 'redirect_uri_known'],
    ['asks everybody to sign in', () => login(`interaction-${++count}`), 'redirect_uri_unclear'],
    [
      'sends errors to a page of its own',
      (url) => answer(302, '', { location: isOurs(url) ? 'https://as.example/signin' : 'https://as.example/oops' }),
      'redirect_uri_known',
    ],
    [
      'redirects to whatever it is told',
      (url) => answer(302, '', { location: `${url.searchParams.get('redirect_uri')}?error=x` }),
      'redirect_uri_unclear',
    ],
    [
      'answers as the dice fall',
      () => answer(302, '', { location: `/p/${'abc'[count++ % 3]}` }),
      'redirect_uri_unclear',
    ],
    ['refuses ours by name', () => answer(400, '<p>redirect_uri did not match</p>'), 'redirect_uri_unknown'],
    ['stands behind a wall', () => answer(403, '<h1>Are you human?</h1>'), 'redirect_uri_unclear'],
  ];
  for (const [what, authorize, code] of cases) {
    const { callbackCodes } = await preflight(token, { authorize });
    t.same(callbackCodes, [code], what);
  }
  const unknown = await preflight(token, { authorize: () => answer(400, { error: 'invalid_client' }) });
  t.ok(unknown.codes.includes('authorization_client_unknown'));
  const refused = await preflight(token, { authorize: () => answer(400, '<p>Oops</p>') });
  t.ok(refused.codes.includes('authorization_refused'));
  t.ok((await preflight(token, { authorize: () => answer(404) })).codes.includes('endpoint_missing'));
});

t.test('what the config shows by itself', async (t) => {
  const { revoke: _, ...withoutRevocation } = plain;
  const poor = await preflight(token, {
    definition: {
      ...withoutRevocation,
      authorize: { url: 'https://as.example/authorize', pkce: 'none' },
      scopes: [{ scope: 'offline_access' }, { scope: 'read', need: 'required' }, { scope: 'base', need: 'required' }],
      inputs: [{ name: 'region', label: 'Region', type: 'text', visibility: 'organization', required: true }],
    },
  });
  for (const code of [
    'pkce_off',
    'revocation_missing',
    'offline_scope_missing',
    'required_scope_missing',
    'input_needed',
  ] as const)
    t.equal(poor.codes.filter((one) => one === code).length, 1, code);
  const catalogue = await preflight(token, {
    origin: 'catalogue',
    definition: { ...plain, authorize: { url: 'https://as.example/authorize', pkce: 'none' } },
  });
  t.notOk(catalogue.codes.includes('pkce_off'), 'the catalogue has its reasons');
  t.same(
    catalogue.findings.filter(({ severity }) => severity !== 'ok').map(({ code }) => code),
    ['redirect_uri_unclear'],
    'a conforming server whose sign-in page hides the rest',
  );
});

t.test('what the issuer publishes is compared', async (t) => {
  const of = async (metadata: object) =>
    (await preflight(token, { metadata: { ...published, ...metadata } })).findings
      .filter(({ code }) => code.startsWith('discovery_'))
      .map(({ code, field }) => `${code} ${field}`);
  t.same(await of({}), ['discovery_agrees definition.issuer']);
  t.same(await of({ token_endpoint: 'https://as.example/v2/token' }), ['discovery_differs definition.token.url']);
  t.same(await of({ issuer: 'https://other.example' }), ['discovery_absent definition.issuer']);
});

t.test('URLs that ask for a value are tried with a value', async (t) => {
  const definition = {
    ...plain,
    token: { url: 'https://{shop}.example.com/token' },
    inputs: [
      {
        name: 'shop',
        label: 'Shop',
        type: 'text' as const,
        visibility: 'customer' as const,
        pattern: '[a-z]+',
        required: true,
      },
    ],
  };
  const without = await preflight(token, { definition });
  t.ok(without.codes.includes('url_incomplete'));
  t.same(without.sent, [], 'nothing is sent');
  t.ok((await preflight(token, { definition, inputs: { shop: 'a1' } })).codes.includes('input_refused'));
  const given = await preflight(token, { definition, inputs: { shop: 'acme' } });
  t.ok(given.sent.some(({ url }) => url === 'https://acme.example.com/token'));
  t.ok(given.codes.includes('urls_complete'));
});

t.test('nothing to try', async (t) => {
  const { client: _, ...nobody } = { client: undefined };
  const none = await preflight(token, { ...nobody, client: undefined as never });
  t.ok(none.codes.includes('client_id_missing'));
  t.same(none.paths, ['/.well-known/oauth-authorization-server']);
  const theirs = { ...plain, client: { owner: 'connection' as const } };
  const owned = await preflight(token, { definition: theirs, client: undefined as never });
  t.ok(owned.codes.includes('client_of_connection'));
});

t.test('every finding has its meaning and its cure, in one sentence each', async (t) => {
  for (const [code, [, meaning, cure]] of Object.entries(findingTexts))
    for (const text of [meaning, cure]) t.match(text, /^[A-Z][^.!?]*(?:\.\w[^.!?]*|v1\/[^.!?]*)*\.$/, code);
});

t.test('no question is asked with the secret in a URL, and none of them could grant anything', async (t) => {
  const { sent } = await preflight(token);
  t.notMatch(JSON.stringify(sent.map(({ url }) => url)), 'right-secret');
  t.ok(sent.length <= 8, `${sent.length} requests`);
});

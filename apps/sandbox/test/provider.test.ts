import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { type CookieJar, type ProviderOptions, type SandboxProvider, startProvider } from '../src/index.js';
import {
  allScopes,
  authorize,
  basicClient,
  books,
  connect,
  post,
  redeem,
  redirectUri,
  refresh,
} from './oauth-client.js';

async function started(test: Test, options: ProviderOptions = {}): Promise<SandboxProvider> {
  const provider = await startProvider({ host: '127.0.0.1', port: 0, clients: [basicClient], ...options });
  test.teardown(() => provider.close());
  return provider;
}

const mara = { email: 'Mara@Example.com ', decision: 'allow' } as const;

t.test('code with PKCE gives tokens, userinfo and books', async (t) => {
  const provider = await started(t, { pkce: 'required' });
  const { status, body } = await connect(provider);
  t.equal(status, 200);
  t.match(body, { token_type: 'Bearer', expires_in: 60, scope: allScopes });
  t.type(body.refresh_token, 'string');

  const api = await books(provider, String(body.access_token));
  t.equal(api.status, 200);
  t.match(await api.json(), { account: 'mara@example.com', scopes: allScopes.split(' '), books: [{ title: String }] });
  const userinfo = await fetch(`${provider.url}/userinfo`, {
    headers: { authorization: `Bearer ${body.access_token}` },
  });
  t.match(await userinfo.json(), { sub: /^acct_/, email: 'mara@example.com', name: 'mara' });

  const [grant] = provider.liveGrants();
  t.match(grant, {
    clientId: 'latchkey',
    account: { email: 'mara@example.com' },
    liveAccessTokens: 1,
    liveRefreshTokens: 1,
  });
  const shown = (await (await fetch(`${provider.url}/grants`)).text()) + JSON.stringify(provider.liveGrants());
  t.match(shown, 'mara@example.com');
  t.notMatch(shown, String(body.access_token));
  t.notMatch(shown, String(body.refresh_token));
});

t.test('PKCE: optional by default, required by option, and always verified', async (t) => {
  const open = await started(t);
  const code = (await authorize(open, mara)).searchParams.get('code') ?? '';
  t.equal((await redeem(open, code)).status, 200);

  const strict = await started(t, { pkce: 'required' });
  const refused = await authorize(strict, mara);
  t.equal(refused.searchParams.get('error'), 'invalid_request');
  const challenged = await authorize(strict, mara, {
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const answer = await redeem(strict, challenged.searchParams.get('code') ?? '', { code_verifier: 'x'.repeat(43) });
  t.match(answer, { status: 400, body: { error: 'invalid_grant' } });
});

t.test('client_secret_post works, a wrong secret does not', async (t) => {
  const client = { ...basicClient, clientId: 'poster', tokenEndpointAuthMethod: 'client_secret_post' } as const;
  const provider = await started(t, { clients: [basicClient, client] });
  t.equal((await connect(provider, client)).status, 200);
  const wrong = await post(
    provider,
    '/token',
    { grant_type: 'refresh_token', refresh_token: 'x' },
    { ...client, clientSecret: 'no' },
  );
  t.match(wrong, { status: 401, body: { error: 'invalid_client' } });
  t.equal(provider.ledger.count({ endpoint: 'token', grantType: 'refresh_token', outcome: 'invalid_client' }), 1);
});

t.test('refresh rotates, and reuse kills the grant', async (t) => {
  const provider = await started(t);
  const first = (await connect(provider)).body;
  const second = await refresh(provider, String(first.refresh_token));
  t.equal(second.status, 200);
  t.not(second.body.refresh_token, first.refresh_token);
  t.match(provider.liveGrants(), [{ liveRefreshTokens: 1, liveAccessTokens: 2 }]);
  t.match(await refresh(provider, String(first.refresh_token)), { status: 400, body: { error: 'invalid_grant' } });
  t.match(await refresh(provider, String(second.body.refresh_token)), {
    status: 400,
    body: { error: 'invalid_grant' },
  });
  t.equal((await books(provider, String(second.body.access_token))).status, 401);
  t.same(provider.liveGrants(), []);
  t.equal(provider.ledger.count({ endpoint: 'token', grantType: 'refresh_token' }), 3);
  t.equal(provider.ledger.count({ endpoint: 'token', grantType: 'refresh_token', outcome: 'ok' }), 1);
});

t.test('of eight refreshes at once with one token at most one wins, and the grant dies', async (t) => {
  const provider = await started(t);
  const { refresh_token } = (await connect(provider)).body;
  const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(provider, String(refresh_token))));
  t.ok(answers.filter(({ status }) => status === 200).length <= 1);
  t.same(provider.liveGrants(), []);
  for (const { body, status } of answers) {
    if (status !== 200) continue;
    t.equal((await books(provider, String(body.access_token))).status, 401);
    t.equal((await refresh(provider, String(body.refresh_token))).status, 400);
  }
});

t.test('without rotation one refresh token serves for ever', async (t) => {
  const provider = await started(t, { refreshTokens: 'keep' });
  const { refresh_token } = (await connect(provider)).body;
  for (const _ of [1, 2]) t.equal((await refresh(provider, String(refresh_token))).body.refresh_token, refresh_token);
});

t.test('revoking the refresh token ends the grant', async (t) => {
  const provider = await started(t);
  const { access_token, refresh_token } = (await connect(provider)).body;
  const before = await post(provider, '/introspect', { token: String(access_token) });
  t.equal(before.body.active, true);
  t.equal(
    (await post(provider, '/revoke', { token: String(refresh_token), token_type_hint: 'refresh_token' })).status,
    200,
  );
  t.same(await (await fetch(`${provider.url}/grants.json`)).json(), { grants: [] });
  t.match(await (await fetch(`${provider.url}/grants`)).text(), 'No live grants');
  t.equal((await post(provider, '/introspect', { token: String(access_token) })).body.active, false);
  t.equal((await books(provider, String(access_token))).status, 401);
  t.equal((await refresh(provider, String(refresh_token))).status, 400);
  t.equal((await post(provider, '/revoke', { token: 'unknown' })).status, 200, 'RFC 7009, section 2.2');
  t.equal(provider.ledger.count({ endpoint: 'revocation', outcome: 'ok' }), 2);
});

t.test('an older grant may be revoked and leaves the newer one alone', async (t) => {
  const provider = await started(t);
  const older = (await connect(provider)).body;
  const newer = (await connect(provider)).body;
  t.equal(provider.liveGrants().length, 2);
  await post(provider, '/revoke', { token: String(older.refresh_token) });
  t.equal((await refresh(provider, String(newer.refresh_token))).status, 200);
});

t.test('Deny and Cancel come back as access_denied with iss and state', async (t) => {
  const provider = await started(t);
  for (const decision of ['deny', 'cancel'] as const) {
    const back = await authorize(provider, { ...mara, decision });
    t.equal(back.origin + back.pathname, redirectUri);
    t.match(Object.fromEntries(back.searchParams), { error: 'access_denied', iss: provider.issuer, state: 'a state' });
    t.notOk(back.searchParams.has('code'));
  }
});

t.test(
  'scopes: unticked ones are missing, offline_access decides about the refresh token, none asked gives the default',
  async (t) => {
    const provider = await started(t);
    const tokens = async (scope: Record<string, string>, optionalScopes?: string[]) => {
      const back = await authorize(provider, optionalScopes ? { ...mara, optionalScopes } : mara, scope);
      t.equal(back.searchParams.get('iss'), provider.issuer);
      return (await redeem(provider, back.searchParams.get('code') ?? '')).body;
    };
    const fewer = await tokens({ scope: 'books.read books.write contacts.read offline_access' }, ['contacts.read']);
    t.same(fewer.scope, 'books.read contacts.read offline_access');
    t.type(fewer.refresh_token, 'string');
    const short = await tokens({ scope: 'books.read' });
    t.notOk('refresh_token' in short);
    t.equal((await tokens({ scope: '' })).scope, 'books.read');
    const blind = await tokens({ scope: 'contacts.read' });
    t.equal((await books(provider, String(blind.access_token))).status, 403);
  },
);

t.test('a second walk of the same browser asks for consent again, not for the login', async (t) => {
  const provider = await started(t);
  const jar: CookieJar = new Map();
  await authorize(provider, mara, {}, jar);
  // `cancel` only works on the login page, so a denial here proves that consent was shown first.
  const back = await authorize(provider, { ...mara, decision: 'deny' }, {}, jar);
  t.equal(back.searchParams.get('error'), 'access_denied');
  t.equal(
    provider.ledger.count({ endpoint: 'resume', outcome: 'interaction' }),
    1,
    'one login led to one consent page',
  );
});

t.test('access tokens end when they said', async (t) => {
  const provider = await started(t, { accessTokenSeconds: 1 });
  const { access_token, expires_in, refresh_token } = (await connect(provider)).body;
  t.equal(expires_in, 1);
  await wait(2100);
  const answer = await books(provider, String(access_token));
  t.equal(answer.status, 401);
  t.match(answer.headers.get('www-authenticate'), 'Bearer error="invalid_token"');
  t.match(provider.liveGrants(), [{ liveAccessTokens: 0, liveRefreshTokens: 1 }]);
  t.equal(
    (await books(provider, String((await refresh(provider, String(refresh_token))).body.access_token))).status,
    200,
  );
});

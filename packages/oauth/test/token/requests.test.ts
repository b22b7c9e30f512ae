import fc from 'fast-check';
import * as oauth4webapi from 'oauth4webapi';
import t from 'tap';
import type { ClientAuthentication } from '../../src/provider/definition.js';
import { revocationRequest } from '../../src/revoke/revocation-request.js';
import { secret } from '../../src/secret.js';
import { authenticateClient } from '../../src/token/client-authentication.js';
import { accessTokenRequest, refreshTokenGrantRequest } from '../../src/token/token-request.js';
import type { TokenSet } from '../../src/token/token-set.js';
import { built, form, requestPorts, revokingServerOf } from '../engine.js';

function serverWith(clientAuthentication: ClientAuthentication) {
  return revokingServerOf({
    name: 'Plain',
    issuer: 'https://as.example',
    authorize: { url: 'https://as.example/authorize' },
    token: { url: 'https://as.example/token?tenant=1', clientAuthentication },
    refresh: { url: 'https://as.example/refresh' },
    revoke: { url: 'https://as.example/revoke' },
  });
}
const tokensWith = (refreshToken: string): TokenSet => ({
  accessToken: secret('at'),
  refreshToken: secret(refreshToken),
  tokenType: 'Bearer',
  members: secret('{}'),
});
const post = serverWith('client_secret_post');
const client = { clientId: 'client & 1', clientSecret: secret('p:a%s+s wörd') };

t.test('an access token request', async (t) => {
  const request = await built(
    accessTokenRequest(
      requestPorts,
      post,
      { client },
      {
        code: secret('c/o+d=e'),
        redirectUri: 'https://latchkey.example/callback/cfg_1/production',
        codeVerifier: secret('verifier'),
        callback: {},
      },
    ),
  );
  t.equal(request.method, 'POST');
  t.equal(request.url, 'https://as.example/token?tenant=1', 'the endpoint’s own query is kept');
  t.strictSame(request.headers, {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  });
  t.strictSame(form(request.body), [
    ['grant_type', 'authorization_code'],
    ['code', 'c/o+d=e'],
    ['redirect_uri', 'https://latchkey.example/callback/cfg_1/production'],
    ['code_verifier', 'verifier'],
    ['client_id', 'client & 1'],
    ['client_secret', 'p:a%s+s wörd'],
  ]);
  const plain = await built(
    accessTokenRequest(
      requestPorts,
      post,
      { client },
      { code: secret('c'), redirectUri: 'https://r.example/', callback: {} },
    ),
  );
  t.notMatch(plain.body, /code_verifier/, 'without PKCE there is no verifier');
});

t.test('a refresh request goes to the refresh URL and asks for no scope', async (t) => {
  const values = { client, tokens: tokensWith('r/t+=') };
  const request = await built(refreshTokenGrantRequest(requestPorts, post, values, ['read']));
  t.equal(request.url, 'https://as.example/refresh');
  t.strictSame(form(request.body).slice(0, 2), [
    ['grant_type', 'refresh_token'],
    ['refresh_token', 'r/t+='],
  ]);
  t.notMatch(request.body, /scope/);
});

t.test('a revocation request', async (t) => {
  const request = await built(revocationRequest(requestPorts, post, { client }, secret('tok'), 'refresh_token'));
  t.equal(request.url, 'https://as.example/revoke');
  t.strictSame(form(request.body).slice(0, 2), [
    ['token', 'tok'],
    ['token_type_hint', 'refresh_token'],
  ]);
});

t.test('no secret is in the URL', async (t) => {
  for (const method of ['client_secret_basic', 'client_secret_post', 'none'] as const) {
    const values = { client, tokens: tokensWith('canary') };
    const request = await built(refreshTokenGrantRequest(requestPorts, serverWith(method), values, []));
    t.notMatch(request.url, /canary|wörd|w%C3%B6rd/);
  }
});

/** How a client proves itself by one method; a public one has no secret. */
const proof = (clientAuthentication: ClientAuthentication, clientId: string, text: string | undefined) =>
  authenticateClient(
    requestPorts,
    { clientId, ...(text === undefined ? {} : { clientSecret: secret(text) }) },
    { clientAuthentication, audience: 'https://as.example' },
  );

t.test('each way to authenticate', async (t) => {
  const basic = await proof('client_secret_basic', 'a:b', 'c d+ü');
  t.strictSame(basic.parameters, [], 'no client_id in the body beside Basic');
  t.equal(
    atob((basic.headers.authorization ?? '').replace('Basic ', '')),
    'a%3Ab:c+d%2B%C3%BC',
    'RFC 6749 section 2.3.1',
  );
  const none = await proof('none', 'client', 'not sent');
  t.strictSame(none, { headers: {}, parameters: [['client_id', 'client']] });
  t.strictSame(await proof('client_secret_basic', 'client', undefined), none, 'without a secret there is no Basic');
});

t.test('a server that decodes as RFC 6749 says gets the client back, whatever its characters', async (t) => {
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      async (id, text) => {
        const { headers } = await proof('client_secret_basic', id, text);
        const [encodedId = '', encodedSecret = ''] = atob((headers.authorization ?? '').slice(6)).split(':');
        if (decode(encodedId) !== id || decode(encodedSecret) !== text) throw new Error('another client');
        const { parameters } = await proof('client_secret_post', id, text);
        const [, [, sentSecret] = []] = form(new URLSearchParams(parameters as [string, string][]).toString());
        if (sentSecret !== text) throw new Error('another secret');
      },
    ),
  );
  t.pass();
});

/** The refresh request that oauth4webapi sends for the same client. */
async function theirRequest(
  method: 'client_secret_basic' | 'client_secret_post',
  id: string,
  text: string,
  token: string,
) {
  let seen: { headers: Headers; body: string } | undefined;
  const authentication =
    method === 'client_secret_basic' ? oauth4webapi.ClientSecretBasic(text) : oauth4webapi.ClientSecretPost(text);
  const server = { issuer: 'https://as.example', token_endpoint: 'https://as.example/refresh' };
  await oauth4webapi.refreshTokenGrantRequest(server, { client_id: id }, authentication, token, {
    [oauth4webapi.customFetch]: async (_url: string, init: { headers: Record<string, string>; body: unknown }) => {
      seen = { headers: new Headers(init.headers), body: String(init.body) };
      return new Response('{}', { status: 200 });
    },
  } as never);
  if (!seen) throw new Error('it sent nothing');
  return seen;
}

t.test('oauth4webapi sends the same', async (t) => {
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  const pair = (header: string | null | undefined) =>
    atob((header ?? '').slice(6))
      .split(':')
      .map(decode);
  const sorted = (body: string | undefined) => form(body).sort(([a], [b]) => a.localeCompare(b));
  const samples = ['client', 'a b', 'p:a%s+s wörd', "~!*()'-_.", '漢字 🔑', 'a&b=c'];
  for (const method of ['client_secret_basic', 'client_secret_post'] as const)
    for (const text of samples) {
      const theirs = await theirRequest(method, `id ${text}`, text, `rt ${text}`);
      const values = {
        client: { clientId: `id ${text}`, clientSecret: secret(text) },
        tokens: tokensWith(`rt ${text}`),
      };
      const ours = await built(refreshTokenGrantRequest(requestPorts, serverWith(method), values, []));
      t.strictSame(sorted(ours.body), sorted(theirs.body), `${method}: ${text}`);
      t.strictSame(pair(ours.headers.authorization), pair(theirs.headers.get('authorization')), `${method}: ${text}`);
      t.equal(ours.headers['content-type'], theirs.headers.get('content-type')?.split(';')[0]);
    }
});

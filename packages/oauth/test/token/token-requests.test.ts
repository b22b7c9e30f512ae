import t from 'tap';
import type { Definition } from '../../src/provider/definition.js';
import { revocationRequest } from '../../src/revoke/revocation-request.js';
import { secret } from '../../src/secret.js';
import type { RequestValues } from '../../src/token/request-values.js';
import {
  accessTokenRequest,
  clientCredentialsRequest,
  exchangeRequest,
  refreshTokenGrantRequest,
} from '../../src/token/token-request.js';
import type { TokenSet } from '../../src/token/token-set.js';
import { built, form, plain, requestPorts, revokingServerOf, serverOf } from '../engine.js';

const client = { clientId: 'client-1', clientSecret: secret('s3cret') };
const tokens: TokenSet = {
  accessToken: secret('at-1'),
  refreshToken: secret('rt-1'),
  tokenType: 'Bearer',
  members: secret('{"scope":"read"}'),
};
const values: RequestValues & { readonly tokens: TokenSet } = { client, tokens };
const code = (callback: Readonly<Record<string, string>> = {}) => ({
  ...{ code: secret('c-1'), redirectUri: 'https://latchkey.example/cb', codeVerifier: secret('v-1'), callback },
});

async function redeeming(token: Partial<Definition['token']>, callback: Readonly<Record<string, string>> = {}) {
  const server = serverOf({ ...plain, token: { ...plain.token, ...token } });
  return form((await built(accessTokenRequest(requestPorts, server, { client }, code(callback)))).body);
}
const usual = [
  ['grant_type', 'authorization_code'],
  ['code', 'c-1'],
  ['redirect_uri', 'https://latchkey.example/cb'],
  ['code_verifier', 'v-1'],
];

t.test('declared callback parameters are sent on with the code, others are not', async (t) => {
  const callback = { realmId: '42', shop: 'acme', evil: 'x' };
  t.strictSame(await redeeming({ forward: ['realmId', 'shop', 'absent'] }, callback), [
    ...usual,
    ['realmId', '42'],
    ['shop', 'acme'],
  ]);
  t.strictSame(await redeeming({ forward: ['realmId'], parameters: { realmId: 'fixed' } }, callback), [
    ...usual,
    ['realmId', 'fixed'],
  ]);
  t.strictSame(await redeeming({ forward: ['toString', 'constructor'] }, {}), usual, 'nothing is inherited');
  t.strictSame(
    await redeeming({ forward: ['x'] }, { x: '{client.secret}' }),
    [...usual, ['x', '{client.secret}']],
    'a value of somebody’s URL is never a template',
  );
});

t.test('a code request speaks of its own parts', async (t) => {
  const parameters = {
    ...{
      a: '{request.code}',
      b: '{request.code_verifier}',
      c: '{request.redirect_uri}',
      redirect_uri: '{request.redirect_uri}',
    },
  };
  const omit = ['grant_type', 'code', 'code_verifier'] as const;
  t.strictSame(await redeeming({ parameters, omit }), [
    ['a', 'c-1'],
    ['b', 'v-1'],
    ['c', 'https://latchkey.example/cb'],
    ['redirect_uri', 'https://latchkey.example/cb'],
  ]);
});

t.test('resources go with every token request (RFC 8707), and only there', async (t) => {
  const server = revokingServerOf({ ...plain, resource: ['https://a.example', 'https://b.example'] });
  const resources = [
    ['resource', 'https://a.example'],
    ['resource', 'https://b.example'],
  ];
  const requests = [
    accessTokenRequest(requestPorts, server, { client }, code()),
    refreshTokenGrantRequest(requestPorts, server, values, []),
    clientCredentialsRequest(requestPorts, server, { client }, []),
  ];
  for (const request of requests)
    t.strictSame(
      form((await built(request)).body).filter(([name]) => name === 'resource'),
      resources,
    );
  const revoking = await built(revocationRequest(requestPorts, server, values, secret('rt-1'), 'refresh_token'));
  t.notMatch(revoking.body, /resource/);
});

t.test('a refresh by the current access token sends no refresh token', async (t) => {
  const server = serverOf({
    ...plain,
    token: { ...plain.token, clientAuthentication: 'client_secret_post' },
    refresh: {
      by: 'access_token',
      method: 'GET',
      url: 'https://as.example/refresh_access_token',
      grantType: 'ig_refresh_token',
      clientAuthentication: 'none',
      omit: ['client_id'],
      parameters: { access_token: '{token.access_token}' },
    },
  });
  const request = await built(refreshTokenGrantRequest(requestPorts, server, values, ['read']));
  t.equal(request.method, 'GET');
  t.equal(request.url, 'https://as.example/refresh_access_token?grant_type=ig_refresh_token&access_token=at-1');
  t.equal(request.body, undefined);
  t.notMatch(JSON.stringify(request), /rt-1|s3cret/);
});

t.test('a client that has access of its own asks again', async (t) => {
  const { authorize: _, ...rest } = plain;
  const server = serverOf({ ...rest, grantType: 'client_credentials', scopeSeparator: ',' });
  for (const request of [
    clientCredentialsRequest(requestPorts, server, { client }, ['a', 'b']),
    refreshTokenGrantRequest(requestPorts, server, values, ['a', 'b']),
  ]) {
    const { url, body } = await built(request);
    t.equal(url, 'https://as.example/token');
    t.strictSame(form(body), [
      ['grant_type', 'client_credentials'],
      ['scope', 'a,b'],
    ]);
  }
  t.strictSame(form((await built(clientCredentialsRequest(requestPorts, server, { client }, []))).body), [
    ['grant_type', 'client_credentials'],
  ]);
});

t.test('grant types of one’s own', async (t) => {
  t.strictSame((await redeeming({ grantType: 'urn:example:code' }))[0], ['grant_type', 'urn:example:code']);
  const refresh = { grantType: 'renew' };
  const server = serverOf({ ...plain, refresh });
  const { body } = await built(refreshTokenGrantRequest(requestPorts, server, values, []));
  t.strictSame(form(body)[0], ['grant_type', 'renew']);
});

t.test('a refresh takes over how the token endpoint is called, but not what is added there', async (t) => {
  const token = {
    url: 'https://as.example/token',
    method: 'PUT',
    body: 'json',
    clientAuthentication: 'client_secret_post',
    headers: { 'x-version': '2' },
    names: { client_id: 'app', refresh_token: 'renewal' },
    omit: ['grant_type'],
    parameters: { audience: 'x' },
    signature: { algorithm: 'SHA-256', over: '{request.body}', encoding: 'hex', header: 'x-sign' },
  } as const;
  const heir = await built(refreshTokenGrantRequest(requestPorts, serverOf({ ...plain, token }), values, []));
  t.strictSame([heir.method, heir.url], ['PUT', token.url]);
  t.strictSame(JSON.parse(heir.body ?? ''), { renewal: 'rt-1', app: 'client-1', client_secret: 's3cret' });
  t.match(heir.headers, { 'x-version': '2', 'x-sign': /^[0-9a-f]{64}$/ });
  const own = serverOf({
    ...{ ...plain, token },
    refresh: { url: 'https://as.example/r', method: 'POST', body: 'form', names: {}, omit: [], parameters: { a: 'b' } },
  });
  const other = await built(refreshTokenGrantRequest(requestPorts, own, values, []));
  t.strictSame([other.method, other.url], ['POST', 'https://as.example/r']);
  t.strictSame(form(other.body), [
    ['grant_type', 'refresh_token'],
    ['refresh_token', 'rt-1'],
    ['client_id', 'client-1'],
    ['client_secret', 's3cret'],
    ['a', 'b'],
  ]);
});

t.test('a revocation inherits the client and its names, not the encoding', async (t) => {
  const server = revokingServerOf({
    ...plain,
    token: { ...plain.token, body: 'json', clientAuthentication: 'client_secret_post', names: { client_id: 'app' } },
    revoke: { url: 'https://as.example/revoke', names: { client_id: 'app', token: 'access_token' } },
  });
  const request = await built(revocationRequest(requestPorts, server, values, secret('at-1'), 'access_token'));
  t.strictSame(form(request.body), [
    ['access_token', 'at-1'],
    ['token_type_hint', 'access_token'],
    ['app', 'client-1'],
    ['client_secret', 's3cret'],
  ]);
  const inPath = revokingServerOf({
    ...plain,
    revoke: {
      ...{ url: 'https://as.example/{client.id}/grants/{token.access_token}', method: 'DELETE', body: 'none' },
      clientAuthentication: 'bearer_token',
    },
  });
  const revoking = await built(revocationRequest(requestPorts, inPath, values, secret('rt-1'), 'refresh_token'));
  t.strictSame(
    [revoking.method, revoking.url, revoking.headers.authorization, revoking.body],
    ['DELETE', 'https://as.example/client-1/grants/at-1', 'Bearer at-1', undefined],
  );
});

t.test('the second exchange gives the first answer for what is kept', async (t) => {
  const server = serverOf({
    ...plain,
    exchange: {
      url: 'https://as.example/long',
      method: 'GET',
      grantType: 'exchange_token',
      clientAuthentication: 'client_secret_post',
      parameters: { exchange_token: '{token.access_token}' },
    },
  });
  const { exchange } = server;
  if (!exchange) throw new Error('no exchange');
  const request = await built(exchangeRequest(requestPorts, { ...server, exchange }, values));
  t.strictSame(
    [...new URL(request.url).searchParams],
    [
      ['grant_type', 'exchange_token'],
      ['client_id', 'client-1'],
      ['client_secret', 's3cret'],
      ['exchange_token', 'at-1'],
    ],
  );
});

t.test('while an optional input has no value the other URL is called', async (t) => {
  const definition: Definition = {
    ...plain,
    inputs: [{ name: 'tenant', label: 'Tenant', type: 'text', visibility: 'customer' }],
    token: { url: 'https://as.example/{tenant}/token', urlFallback: 'https://as.example/common/token' },
  };
  const url = async (inputs: Readonly<Record<string, string>>) =>
    (await built(accessTokenRequest(requestPorts, serverOf(definition, inputs), { client }, code()))).url;
  t.equal(await url({ tenant: 'acme' }), 'https://as.example/acme/token');
  t.equal(await url({}), 'https://as.example/common/token');
  t.equal(await url({ tenant: ' ' }), 'https://as.example/common/token');
});

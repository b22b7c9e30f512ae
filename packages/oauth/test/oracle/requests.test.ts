import { generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import * as oauth from 'oauth4webapi';
import t, { type Test } from 'tap';
import type { ClientAuthentication } from '../../src/provider/definition.js';
import { revocationRequest } from '../../src/revoke/revocation-request.js';
import { secret } from '../../src/secret.js';
import {
  accessTokenRequest,
  clientCredentialsRequest,
  refreshTokenGrantRequest,
} from '../../src/token/token-request.js';
import { anyText } from '../any-text.js';
import { built, requestPorts, revokingServerOf } from '../engine.js';
import { capturingFetch, meaning, sentBy } from './wire.js';

// oauth4webapi is an independent client by other people: what it sends to a conforming server is what we must send.

const text = anyText(20).filter((value) => value !== '' && !/[\p{Surrogate}\p{Cc}]/u.test(value));
/** Codes and tokens are visible ASCII (RFC 6749 appendix A). */
const token = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
});
const url = fc.webUrl({ withQueryParameters: false }).map((href) => href.replace('http:', 'https:'));
const query = fc.constantFrom('', '?tenant=a%20b', '?v=2&x=');
const situation = fc.record({
  ...{
    clientId: text,
    clientSecret: text,
    code: token,
    refreshToken: token,
    accessToken: token,
    redirectUri: url,
    query,
  },
  verifier: fc.stringMatching(/^[A-Za-z0-9._~-]{43,60}$/),
  scopes: fc.array(fc.stringMatching(/^[a-z:./_-]{1,12}$/), { maxLength: 3 }),
});
type Situation = typeof situation extends fc.Arbitrary<infer Value> ? Value : never;

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const jwkOf = (key: KeyObject, alg: string) => ({ ...key.export({ format: 'jwk' }), alg, kid: 'key-1' });
const imported = (key: KeyObject, algorithm: object) =>
  webcrypto.subtle.importKey('jwk', key.export({ format: 'jwk' }) as never, algorithm as never, false, ['sign']);
const keys = {
  RS256: [rsa, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  PS256: [rsa, { name: 'RSA-PSS', hash: 'SHA-256' }],
  ES256: [ec, { name: 'ECDSA', namedCurve: 'P-256' }],
} as const;

interface Way {
  readonly name: string;
  readonly method: ClientAuthentication;
  /** Our client secret, and theirs. */
  readonly ours: (clientSecret: string) => string;
  readonly theirs: (clientSecret: string) => oauth.ClientAuth;
}
const same = (clientSecret: string) => clientSecret;

async function ways(): Promise<readonly Way[]> {
  const signed = Object.entries(keys).map(async ([alg, [key, algorithm]]): Promise<Way> => {
    const cryptoKey = await imported(key, algorithm);
    const auth = oauth.PrivateKeyJwt({ key: cryptoKey as never, kid: 'key-1' });
    return { name: alg, method: 'private_key_jwt', ours: () => JSON.stringify(jwkOf(key, alg)), theirs: () => auth };
  });
  return [
    { name: 'basic', method: 'client_secret_basic', ours: same, theirs: oauth.ClientSecretBasic },
    { name: 'post', method: 'client_secret_post', ours: same, theirs: oauth.ClientSecretPost },
    { name: 'none', method: 'none', ours: same, theirs: oauth.None },
    { name: 'HMAC', method: 'client_secret_jwt', ours: same, theirs: (key) => oauth.ClientSecretJwt(key) },
    ...(await Promise.all(signed)),
  ];
}

/** Both clients at the same server, with the same client. */
function both(
  way: Way,
  given: Situation,
  grantType: 'authorization_code' | 'client_credentials' = 'authorization_code',
) {
  const at = (path: string) => `https://as.example/${path}${given.query}`;
  const server = revokingServerOf({
    name: 'Conforming',
    issuer: 'https://as.example',
    ...(grantType === 'authorization_code' ? { authorize: { url: 'https://as.example/authorize' } } : { grantType }),
    token: { url: at('token'), clientAuthentication: way.method },
    revoke: { url: at('revoke') },
  });
  const values = {
    client: { clientId: given.clientId, clientSecret: secret(way.ours(given.clientSecret)) },
    tokens: {
      ...{ accessToken: secret(given.accessToken), refreshToken: secret(given.refreshToken) },
      ...{ tokenType: 'Bearer', members: secret('{}') },
    },
  };
  const as: oauth.AuthorizationServer = {
    ...{ issuer: 'https://as.example', token_endpoint: at('token'), revocation_endpoint: at('revoke') },
  };
  const client: oauth.Client = { client_id: given.clientId };
  const { fetch, last } = capturingFetch();
  const options = { [oauth.customFetch]: fetch as never };
  return { server, values, as, client, auth: way.theirs(given.clientSecret), options, last };
}

/** Checks one kind of request for every way to authenticate. */
async function compare(
  t: Test,
  ask: (sides: ReturnType<typeof both>, given: Situation) => Promise<{ ours: Parameters<typeof built>[0] }>,
  grantType?: 'client_credentials',
): Promise<void> {
  for (const way of await ways())
    await t.test(way.name, async (t) => {
      await fc.assert(
        fc.asyncProperty(situation, async (given) => {
          const sides = both(way, given, grantType);
          const { ours } = await ask(sides, given);
          const [mine, theirs] = [meaning(sentBy(await built(ours))), meaning(sides.last())].map((one) =>
            JSON.stringify(one),
          );
          if (mine !== theirs) throw new Error(`we send ${mine}\nthey send ${theirs}`);
        }),
        // RSA is slow.
        { numRuns: /^[RP]S/.test(way.name) ? 15 : 60 },
      );
      t.pass();
    });
}
t.test('an access token request', async (t) => {
  await compare(t, async ({ server, values, as, client, auth, options }, given) => {
    const state = 'eu.state';
    const callback = new URLSearchParams({ code: given.code, state });
    const validated = oauth.validateAuthResponse(as, client, callback, state);
    await oauth.authorizationCodeGrantRequest(as, client, auth, validated, given.redirectUri, given.verifier, options);
    const { code, redirectUri, verifier } = given;
    const grant = { code: secret(code), redirectUri, codeVerifier: secret(verifier), callback: {} };
    return { ours: accessTokenRequest(requestPorts, server, values, grant) };
  });
});

t.test('an access token request without PKCE', async (t) => {
  await compare(t, async ({ server, values, as, client, auth, options }, given) => {
    const callback = oauth.validateAuthResponse(
      as,
      client,
      new URLSearchParams({ code: given.code }),
      oauth.expectNoState,
    );
    await oauth.authorizationCodeGrantRequest(as, client, auth, callback, given.redirectUri, oauth.nopkce, options);
    const grant = { code: secret(given.code), redirectUri: given.redirectUri, callback: {} };
    return { ours: accessTokenRequest(requestPorts, server, values, grant) };
  });
});

t.test('a refresh request', async (t) => {
  await compare(t, async ({ server, values, as, client, auth, options }, given) => {
    await oauth.refreshTokenGrantRequest(as, client, auth, given.refreshToken, options);
    return { ours: refreshTokenGrantRequest(requestPorts, server, values, given.scopes) };
  });
});

t.test('a client credentials request', async (t) => {
  await compare(
    t,
    async ({ server, values, as, client, auth, options }, given) => {
      const parameters = given.scopes.length > 0 ? { scope: given.scopes.join(' ') } : {};
      await oauth.clientCredentialsGrantRequest(as, client, auth, new URLSearchParams(parameters), options);
      return { ours: clientCredentialsRequest(requestPorts, server, values, given.scopes) };
    },
    'client_credentials',
  );
});

for (const hint of ['refresh_token', 'access_token'] as const)
  t.test(`a revocation request for the ${hint}`, async (t) => {
    await compare(t, async ({ server, values, as, client, auth, options }, given) => {
      const additionalParameters = { token_type_hint: hint };
      await oauth.revocationRequest(as, client, auth, given.accessToken, { ...options, additionalParameters });
      return { ours: revocationRequest(requestPorts, server, values, secret(given.accessToken), hint) };
    });
  });

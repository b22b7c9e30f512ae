import { createHash, randomBytes } from 'node:crypto';
import {
  type ClientRegistration,
  type ConsentWalk,
  type CookieJar,
  type SandboxProvider,
  walkConsent,
} from '../src/index.js';

export const redirectUri = 'http://127.0.0.1:9/callback/conf_1/production';

export const basicClient: ClientRegistration = {
  clientId: 'latchkey',
  clientSecret: 'a secret/with +odd: characters',
  redirectUris: [redirectUri],
};

export const allScopes = 'openid profile books.read books.write contacts.read offline_access';

/** A token endpoint's answer. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number | boolean>>;
}

const formEncode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** A POST with client authentication as the client was registered (RFC 6749, section 2.3.1). */
export async function post(
  provider: SandboxProvider,
  path: string,
  parameters: Readonly<Record<string, string>>,
  client: ClientRegistration = basicClient,
): Promise<Answer> {
  const body = new URLSearchParams(parameters);
  const headers: Record<string, string> = {};
  if (client.tokenEndpointAuthMethod === 'client_secret_post') {
    body.set('client_id', client.clientId);
    body.set('client_secret', client.clientSecret);
  } else {
    const pair = `${formEncode(client.clientId)}:${formEncode(client.clientSecret)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  const response = await fetch(provider.url + path, { method: 'POST', headers, body });
  const raw = await response.text();
  return { status: response.status, body: raw.startsWith('{') ? JSON.parse(raw) : {} };
}

/** Sends the browser of `jar` through authorization and answers with the URL at the client. */
export function authorize(
  provider: SandboxProvider,
  walk: ConsentWalk,
  parameters: Readonly<Record<string, string>> = {},
  jar?: CookieJar,
): Promise<URL> {
  const url = new URL('/authorize', provider.url);
  url.search = new URLSearchParams({
    client_id: basicClient.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: allScopes,
    state: 'a state',
    ...parameters,
  }).toString();
  return walkConsent(url.href, walk, jar);
}

/** The whole authorization code grant with PKCE. */
export async function connect(provider: SandboxProvider, client: ClientRegistration = basicClient): Promise<Answer> {
  const verifier = randomBytes(32).toString('base64url');
  const back = await authorize(
    provider,
    { email: 'mara@example.com', decision: 'allow' },
    {
      client_id: client.clientId,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    },
  );
  const code = back.searchParams.get('code') ?? '';
  return redeem(provider, code, { code_verifier: verifier }, client);
}

export const redeem = (
  provider: SandboxProvider,
  code: string,
  more: Readonly<Record<string, string>> = {},
  client: ClientRegistration = basicClient,
): Promise<Answer> =>
  post(provider, '/token', { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more }, client);

export const refresh = (provider: SandboxProvider, token: string): Promise<Answer> =>
  post(provider, '/token', { grant_type: 'refresh_token', refresh_token: token });

export const books = (provider: SandboxProvider, token: string): Promise<Response> =>
  fetch(`${provider.url}/api/books`, { headers: { authorization: `Bearer ${token}` } });

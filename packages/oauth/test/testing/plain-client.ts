import { createHash, randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import {
  type AuthorizationServerOptions,
  type RegisteredClient,
  type ScriptableAuthorizationServer,
  startAuthorizationServer,
} from '../../testing/index.js';

export const redirectUri = 'http://127.0.0.1:9/callback';

export const basicClient = {
  clientId: 'wallet app',
  clientSecret: 'p:a%s+s wörd',
  redirectUris: [redirectUri],
  authMethod: 'client_secret_basic',
} as const satisfies RegisteredClient;

export const postClient = {
  clientId: 'desk',
  clientSecret: 'desk-secret',
  redirectUris: [redirectUri, 'http://127.0.0.1:9/other?kept=1'],
  authMethod: 'client_secret_post',
} as const satisfies RegisteredClient;

/** A server with both clients that is closed when the test ends. */
export async function start(
  t: Test,
  options: Partial<AuthorizationServerOptions> = {},
): Promise<ScriptableAuthorizationServer> {
  const server = await startAuthorizationServer({ clients: [basicClient, postClient], ...options });
  t.teardown(() => server.close());
  return server;
}

/** A clock that stands still until told to go on. */
export function standingClock() {
  let ms = 1_700_000_000_000;
  return {
    now: () => ms,
    pass(seconds: number) {
      ms += seconds * 1000;
    },
  };
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON object, or an empty one. */
  readonly json: Readonly<Record<string, unknown>>;
}

async function reply(answer: Promise<Response>): Promise<Reply> {
  const { status, headers, ...rest } = await answer.then(async (r) => ({
    status: r.status,
    headers: r.headers,
    text: await r.text(),
  }));
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(rest.text) as Record<string, unknown>;
  } catch {}
  return { status, headers, text: rest.text, json };
}

export function get(url: string, headers: Record<string, string> = {}): Promise<Reply> {
  return reply(fetch(url, { headers, redirect: 'manual' }));
}

export function postForm(
  url: string,
  parameters: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return reply(fetch(url, { method: 'POST', body: new URLSearchParams(parameters), headers, redirect: 'manual' }));
}

export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return reply(fetch(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } }));
}

/** RFC 6749 §2.3.1: each half is form-encoded first. */
export function basic({ clientId, clientSecret }: RegisteredClient): { readonly authorization: string } {
  const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
  return { authorization: `Basic ${btoa(`${encode(clientId)}:${encode(clientSecret)}`)}` };
}

/** A token request by the post client. */
export function ask(server: ScriptableAuthorizationServer, parameters: Record<string, string>): Promise<Reply> {
  const { clientId, clientSecret } = postClient;
  return postForm(server.tokenUrl, { client_id: clientId, client_secret: clientSecret, ...parameters });
}

export function refresh(server: ScriptableAuthorizationServer, refreshToken: string | undefined): Promise<Reply> {
  return ask(server, { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' });
}

export function revoke(server: ScriptableAuthorizationServer, token: string): Promise<Reply> {
  const { clientId, clientSecret } = postClient;
  return postForm(server.revokeUrl, { client_id: clientId, client_secret: clientSecret, token });
}

export function callApi(server: ScriptableAuthorizationServer, accessToken: unknown): Promise<Reply> {
  return get(server.apiUrl, { authorization: `Bearer ${accessToken}` });
}

/** The URL of an authorization request of the post client. */
export function authorizeUrl(server: ScriptableAuthorizationServer, more: Record<string, string> = {}): string {
  const parameters = {
    response_type: 'code',
    client_id: postClient.clientId,
    redirect_uri: redirectUri,
    state: 'st',
    ...more,
  };
  return `${server.authorizeUrl}?${new URLSearchParams(parameters)}`;
}

/** Where a redirect leads, and its parameters. */
export function location({ headers }: Reply): URL {
  return new URL(headers.get('location') ?? 'none:');
}

export async function authorize(
  server: ScriptableAuthorizationServer,
  more: Record<string, string> = {},
): Promise<string> {
  const answer = await get(authorizeUrl(server, more));
  return location(answer).searchParams.get('code') ?? '';
}

export function exchange(
  server: ScriptableAuthorizationServer,
  code: string,
  more: Record<string, string> = {},
): Promise<Reply> {
  return ask(server, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });
}

export function pkcePair(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

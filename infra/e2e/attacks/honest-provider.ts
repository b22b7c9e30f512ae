import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Scope } from '../scope.js';

/** A client as the provider knows it. */
export interface ProvidersClient {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  /** Whether it sends the state back; it does by default. */
  readonly state?: 'returned' | 'dropped';
  /** What its answers carry besides. */
  readonly extra?: Readonly<Record<string, string>>;
}

/**
 * An authorization server that does what RFC 6749 asks and no more, as many do: who is signed in consents at once; it
 * checks client and redirect URI, takes the first of parameters that come twice, holds a code to its challenge when it
 * was given one and to none when not, and revokes what a code brought that is redeemed again.
 */
export interface HonestProvider {
  readonly url: string;
  register(client: ProvidersClient): void;
  /** Whose account a live access token gives access to. */
  accountOf(accessToken: string): string | undefined;
  /** Everything secret that it ever issued or was told, each with what it is. */
  secrets(): ReadonlyMap<string, string>;
  /** The token requests that named this code, and what came of them. */
  redemptions(code: string): readonly TokenRequest[];
  readonly tokenRequests: readonly TokenRequest[];
}

export interface TokenRequest {
  readonly parameters: URLSearchParams;
  readonly outcome: 'issued' | 'refused';
}

interface Family {
  readonly account: string;
  state: 'live' | 'revoked';
}

interface Code {
  readonly account: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  family?: Family;
}

/** Starts it at a loopback address of its own, which is another site than the callback's. */
export async function startHonestProvider(scope: Scope, host: string): Promise<HonestProvider> {
  const clients = new Map<string, ProvidersClient>();
  const codes = new Map<string, Code>();
  const accessTokens = new Map<string, Family>();
  const refreshTokens = new Map<string, Family>();
  const secrets = new Map<string, string>();
  const tokenRequests: TokenRequest[] = [];

  const issue = (what: string): string => {
    const value = randomBytes(24).toString('base64url');
    secrets.set(value, what);
    return value;
  };

  function authorize(url: URL, request: IncomingMessage, response: ServerResponse): void {
    const asked = (name: string) => url.searchParams.get(name) ?? undefined;
    const client = clients.get(asked('client_id') ?? '');
    const redirectUri = asked('redirect_uri') ?? '';
    if (!client?.redirectUris.includes(redirectUri)) {
      page(response, 400, 'This application is not known here');
      return;
    }
    const account = /(?:^|; )account=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    if (account === undefined) {
      page(response, 200, 'Sign in');
      return;
    }
    const signedIn = decodeURIComponent(account);
    const code = issue(`a code of ${signedIn}`);
    codes.set(code, {
      ...{ account: signedIn, clientId: client.clientId, redirectUri },
      challenge: asked('code_challenge'),
    });
    if (redirectUri.startsWith('urn:')) {
      page(response, 200, 'Copy this code', `<output>${code}</output>`);
      return;
    }
    const state = client.state === 'dropped' ? undefined : asked('state');
    const answer = { ...client.extra, code, ...(state === undefined ? {} : { state }), iss: provider.url };
    if (asked('response_mode') === 'form_post') {
      page(response, 200, 'Going back', form(redirectUri, answer));
      return;
    }
    response.writeHead(302, { location: `${redirectUri}?${new URLSearchParams(answer)}` }).end();
  }

  function grant(client: ProvidersClient, asked: URLSearchParams): Family | undefined {
    const grantType = asked.get('grant_type');
    if (grantType === 'client_credentials')
      return { account: `the application ${client.clientId} itself`, state: 'live' };
    if (grantType === 'refresh_token') {
      const spent = asked.get('refresh_token') ?? '';
      const family = refreshTokens.get(spent);
      refreshTokens.delete(spent);
      return family?.state === 'live' ? family : undefined;
    }
    const code = codes.get(asked.get('code') ?? '');
    if (!code || code.clientId !== client.clientId || code.redirectUri !== asked.get('redirect_uri')) return undefined;
    if (code.family) {
      code.family.state = 'revoked'; // RFC 6749 section 4.1.2
      return undefined;
    }
    const verifier = asked.get('code_verifier') ?? '';
    if (code.challenge !== undefined && createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
      return undefined;
    code.family = { account: code.account, state: 'live' };
    return code.family;
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parameters = new URLSearchParams(await text(request));
    const [clientId = '', secret] = basic(request.headers.authorization).split(':');
    const client = clients.get(clientId);
    const family = client && client.clientSecret === secret ? grant(client, parameters) : undefined;
    tokenRequests.push({ parameters, outcome: family ? 'issued' : 'refused' });
    response.setHeader('content-type', 'application/json');
    if (!family) {
      response.writeHead(400).end('{"error":"invalid_grant"}');
      return;
    }
    const accessToken = issue(`an access token of ${family.account}`);
    const refreshToken = issue(`a refresh token of ${family.account}`);
    accessTokens.set(accessToken, family);
    refreshTokens.set(refreshToken, family);
    const answer = { access_token: accessToken, refresh_token: refreshToken, expires_in: 3600, login: family.account };
    response.end(JSON.stringify({ ...answer, token_type: 'Bearer' }));
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.url);
    if (url.pathname === '/authorize') authorize(url, request, response);
    else if (url.pathname === '/token') void token(request, response);
    else page(response, 404, 'Nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  scope.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const provider: HonestProvider = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    register(client) {
      clients.set(client.clientId, client);
      secrets.set(client.clientSecret, `the client secret of ${client.clientId}`);
    },
    accountOf(accessToken) {
      const family = accessTokens.get(accessToken);
      return family?.state === 'live' ? family.account : undefined;
    },
    secrets: () => secrets,
    redemptions: (code) => tokenRequests.filter(({ parameters }) => parameters.get('code') === code),
    tokenRequests,
  };
  return provider;
}

/** `client:secret` of an `Authorization: Basic` header. */
export function basic(authorization: string | undefined): string {
  return Buffer.from((authorization ?? '').replace(/^Basic /i, ''), 'base64').toString();
}

function form(action: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  return `<form method="post" action="${action}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`;
}

function page(response: ServerResponse, status: number, title: string, body = ''): void {
  const html = `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1>${body}`;
  response.writeHead(status, { 'content-type': 'text/html' }).end(html);
}

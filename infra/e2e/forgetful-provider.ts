import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

/** A provider that sends people back with a code and nothing else, and takes any code verifier. */
export interface ForgetfulProvider {
  readonly url: string;
  /** Signs in whoever comes; `nobody`: its page only waits. */
  account: string | 'nobody';
  /** A code for somebody's account, as that somebody gets it in a browser of their own. */
  codeFor(account: string): string;
  /** Whose access token that is. */
  accountOf(accessToken: string): string | undefined;
  /** Accounts by the codes that were redeemed, in order. */
  readonly redeemed: readonly string[];
  readonly revoked: readonly string[];
}

/** Starts it on another site than the callback's. */
export async function startForgetfulProvider(t: Test): Promise<ForgetfulProvider> {
  const codes = new Map<string, string>();
  const tokens = new Map<string, string>();
  const redeemed: string[] = [];
  const revoked: string[] = [];
  const random = () => randomBytes(24).toString('base64url');
  const issue = (account: string) => {
    const token = random();
    tokens.set(token, account);
    return token;
  };

  function authorize(url: URL, response: ServerResponse): void {
    const redirectUri = url.searchParams.get('redirect_uri') ?? '';
    if (provider.account === 'nobody' || !url.searchParams.get('state') || !url.searchParams.get('code_challenge')) {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Wait</title><h1>Sign in</h1>');
      return;
    }
    response.writeHead(302, { location: `${redirectUri}?code=${provider.codeFor(provider.account)}` }).end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', provider.url);
    if (url.pathname === '/authorize') return authorize(url, response);
    const form = new URLSearchParams(await text(request));
    response.setHeader('content-type', 'application/json');
    if (url.pathname === '/revoke') {
      revoked.push(tokens.get(form.get('token') ?? '') ?? 'unknown');
      response.end('{}');
      return;
    }
    const account = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (account === undefined || !form.get('code_verifier')) {
      response.writeHead(400).end('{"error":"invalid_grant"}');
      return;
    }
    redeemed.push(account);
    const set = { access_token: issue(account), refresh_token: issue(account), expires_in: 3600, login: account };
    response.end(JSON.stringify(set));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const provider: ForgetfulProvider = {
    url: `http://127.0.0.2:${(server.address() as AddressInfo).port}`,
    account: 'mara@example.com',
    codeFor(account) {
      const code = random();
      codes.set(code, account);
      return code;
    },
    accountOf: (accessToken) => tokens.get(accessToken),
    redeemed,
    revoked,
  };
  return provider;
}

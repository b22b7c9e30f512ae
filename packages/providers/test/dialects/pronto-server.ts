import { clientSecret } from './walk.js';
import { type Arrived, type Said, startWire, unexpected, type Wire } from './wire.js';

/** What speaks the dialect of Pronto's page and refuses anything else. */
export interface ProntoServer extends Wire {
  /** The person, or the server, says no at the next consent. */
  refusal: Readonly<Record<string, string>> | undefined;
  readonly refusals: readonly string[];
  /** Whether the API still takes a token. */
  isLive(token: string): boolean;
  /** What an administrator does on Pronto's own screen. */
  revokeAll(): void;
}

const year = 31_536_000;

/** `redirectUris`: those that are registered; only these, byte for byte. */
export async function startProntoServer(domain: string, redirectUris: readonly string[]): Promise<ProntoServer> {
  const refusals: string[] = [];
  const codes = new Map<string, string>();
  const live = new Map<string, string>();
  let count = 0;

  const refuse = (what: string): Said => {
    refusals.push(what);
    return { status: 400, body: { error: 'invalid_request', message: what } };
  };
  const isRegistered = (uri: string) => redirectUris.includes(uri);

  function consent({ query, target }: Arrived): Said {
    const given = new Map(query);
    const redirectUri = given.get('redirect_uri') ?? '';
    const wrong = unexpected(query, {
      client_id: 'client-1',
      grant_type: 'client_credentials',
      response_type: 'code',
      state: /^.{32,}$/,
      redirect_uri: /./,
      scope: 'user-view group-view',
      // Unknown to the page; servers ignore what they do not know (RFC 6749 section 3.1).
      code_challenge: /./,
      code_challenge_method: 'S256',
    });
    if (wrong) return refuse(`authorize: ${wrong}`);
    if (!isRegistered(redirectUri)) return refuse('authorize: that redirect_uri is not registered');
    if (!/[?&]scope=user-view(\+|%20)group-view(&|$)/.test(target)) return refuse('authorize: scopes need a space');
    const location = new URL(redirectUri);
    const told = server.refusal ?? { code: `code-${++count}` };
    server.refusal = undefined;
    if (told.code !== undefined) codes.set(told.code, redirectUri);
    for (const [name, value] of Object.entries({ ...told, state: given.get('state') ?? '' }))
      location.searchParams.set(name, value);
    return { status: 302, headers: { location: location.href } };
  }

  function token({ headers, body }: Arrived): Said {
    if (headers['content-type'] !== 'application/x-www-form-urlencoded') return refuse('token: no form');
    if (headers.authorization !== undefined) return refuse('token: the secret belongs into the body');
    const pairs = [...new URLSearchParams(body)];
    const given = new Map(pairs);
    const client = { client_id: 'client-1', client_secret: clientSecret, redirect_uri: /./ };
    const isRefresh = given.get('grant_type') === 'refresh_token';
    const wrong = unexpected(
      pairs,
      isRefresh
        ? { ...client, grant_type: 'refresh_token', refresh_token: /./ }
        : { ...client, grant_type: 'authorization_code', code: /./, code_verifier: /./ },
    );
    if (wrong) return refuse(`token: ${wrong}`);
    const redirectUri = given.get('redirect_uri') ?? '';
    if (!isRegistered(redirectUri)) return refuse('token: that redirect_uri is not registered');
    if (isRefresh) {
      const old = [...live].find(([, refreshToken]) => refreshToken === given.get('refresh_token'))?.[0];
      if (old === undefined) return { status: 401, body: { error: 'invalid_grant' } };
      live.delete(old);
      return issue();
    }
    if (codes.get(given.get('code') ?? '') !== redirectUri) return { status: 400, body: { error: 'invalid_grant' } };
    codes.delete(given.get('code') ?? '');
    return issue();
  }

  function issue(): Said {
    const accessToken = jwtOf(1107, ++count);
    const refreshToken = `def502${count}${'0'.repeat(700)}`;
    live.set(accessToken, refreshToken);
    const body = { token_type: 'Bearer', expires_in: year, access_token: accessToken, refresh_token: refreshToken };
    return { status: 200, body };
  }

  const wire = await startWire((request) => {
    const { method, host, path, headers } = request;
    if (method === 'GET' && host === domain && path === '/oauth/authorize') return consent(request);
    if (method === 'POST' && host === 'chat.pronto.io' && request.target === '/oauth/token') return token(request);
    if (method === 'GET' && host === 'chat.pronto.io' && path === '/scim/v2/Groups') {
      const [, bearer = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
      return live.has(bearer) ? { status: 200, body: { Resources: [] } } : { status: 401, body: {} };
    }
    return refuse(`${method} ${host}${path} does not exist`);
  });
  const server: ProntoServer = {
    ...wire,
    refusal: undefined,
    refusals,
    isLive: (one) => live.has(one),
    revokeAll: () => live.clear(),
  };
  return server;
}

/** A text of that length in the form of a JWT, whose own `exp` lies in the past: it is not ours to judge. */
function jwtOf(length: number, serial: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ typ: 'JWT', alg: 'RS256' })}.${part({ jti: serial, iat: 1, exp: 2 })}.`;
  return head + 'A'.repeat(length - head.length);
}

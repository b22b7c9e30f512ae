import { clientSecret } from './walk.js';
import { type Arrived, type Said, startWire, unexpected, type Wire } from './wire.js';

export const outOfBand = 'urn:ietf:wg:oauth:2.0:oob';

/** What speaks the dialect of Procore's page for installed applications and refuses anything else. */
export interface ProcoreServer extends Wire {
  readonly refusals: readonly string[];
  /** The code that the page showed last, as it stands in the address: `…/oauth/authorize/{code}`. */
  shown(): string;
  /** Seconds since 1970, as the server's clock has it. */
  now: () => number;
  /** Ends every access token. */
  revokeAll(): void;
}

/** An environment's own hosts and client. */
interface Environment {
  readonly loginHost: string;
  readonly apiHost: string;
  readonly clientId: string;
}

/** One server per environment: what one issued, no other knows. */
export async function startProcoreServer({ loginHost, apiHost, clientId }: Environment): Promise<ProcoreServer> {
  const refusals: string[] = [];
  const codes = new Map<string, number>();
  const refreshTokens = new Set<string>();
  const accessTokens = new Set<string>();
  let last = '';
  let count = 0;

  const refuse = (what: string): Said => {
    refusals.push(what);
    return { status: 400, body: { error: 'invalid_request' } };
  };

  function consent({ query }: Arrived): Said {
    const wrong = unexpected(query, {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: outOfBand,
      state: /./,
      code_challenge: /./,
      code_challenge_method: 'S256',
    });
    if (wrong) return refuse(`authorize: ${wrong}`);
    last = `co/de+${++count}`;
    codes.set(last, server.now() + 600);
    return { status: 302, headers: { location: `https://${loginHost}/oauth/authorize/${encodeURIComponent(last)}` } };
  }

  function token({ headers, body }: Arrived): Said {
    if (headers['content-type'] !== 'application/json') return refuse('token: no JSON');
    if (headers.authorization !== undefined) return refuse('token: the secret belongs into the body');
    const given = JSON.parse(body) as Record<string, string>;
    const client = { client_id: clientId, client_secret: clientSecret, redirect_uri: outOfBand };
    const isRefresh = given.grant_type === 'refresh_token';
    const wrong = unexpected(
      Object.entries(given),
      isRefresh
        ? { ...client, grant_type: 'refresh_token', refresh_token: /./ }
        : { ...client, grant_type: 'authorization_code', code: /./, code_verifier: /./ },
    );
    if (wrong) return refuse(`token: ${wrong}`);
    const expires = codes.get(given.code ?? '') ?? 0;
    const isKnown = isRefresh ? refreshTokens.delete(given.refresh_token ?? '') : expires > server.now();
    codes.delete(given.code ?? '');
    if (!isKnown) return { status: 401, body: { error: 'invalid_grant' } };
    const [access_token, refresh_token] = [`access-${clientId}-${++count}`, `refresh-${clientId}-${count}`];
    accessTokens.add(access_token);
    refreshTokens.add(refresh_token);
    return {
      status: 200,
      body: { access_token, token_type: 'bearer', expires_in: 5400, refresh_token, created_at: server.now() },
    };
  }

  const wire = await startWire((request) => {
    const { method, host, path, headers } = request;
    const at = `${method} ${host}${path}`;
    if (at === `GET ${loginHost}/oauth/authorize`) return consent(request);
    if (at === `POST ${loginHost}/oauth/token`) return token(request);
    const [, bearer = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const isLive = accessTokens.has(bearer);
    if (at === `GET ${loginHost}/oauth/token/info`)
      return isLive ? { status: 200, body: { resource_owner_id: 7 } } : { status: 401, body: {} };
    if (at === `GET ${apiHost}/rest/v1.0/projects`) return { status: isLive ? 200 : 401, body: [] };
    return refuse(`${at} does not exist`);
  });
  const server: ProcoreServer = {
    ...wire,
    refusals,
    shown: () => last,
    now: () => 0,
    revokeAll: () => accessTokens.clear(),
  };
  return server;
}

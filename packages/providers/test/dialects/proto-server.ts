import { clientSecret } from './walk.js';
import { type Arrived, type Said, startWire, unexpected, type Wire } from './wire.js';

/** What speaks the dialect of Proto's page and refuses anything else. */
export interface ProtoServer extends Wire {
  readonly refusals: readonly string[];
  /** The callback as the page shows it: the code and nothing else. */
  callback: 'with_state' | 'code_only';
  /** Ends every access token, as time does; refresh tokens live on. */
  expire(): void;
}

const origin = 'https://proto.example.com';
export const proto = { origin, authorizeUrl: `${origin}/oauth/authorize`, tokenUrl: `${origin}/oauth/token` };

/** `callbackUri`: the one that is registered. It answers at {@link proto}'s addresses, and under its own URL alike. */
export async function startProtoServer(callbackUri: () => string): Promise<ProtoServer> {
  const refusals: string[] = [];
  const codes = new Set<string>();
  const refreshTokens = new Set<string>();
  const accessTokens = new Set<string>();
  let count = 0;

  const refuse = (what: string): Said => {
    refusals.push(what);
    return { status: 400, body: { error: 'invalid_request' } };
  };

  function consent({ query }: Arrived): Said {
    const wrong = unexpected(query, {
      client_id: 'client-1',
      response_type: 'code',
      redirect_uri: callbackUri(),
      state: /^.{32,}$/,
      code_challenge: /./,
      code_challenge_method: 'S256',
    });
    if (wrong) return refuse(`authorize: ${wrong}`);
    const code = `code-${++count}`;
    codes.add(code);
    const location = new URL(callbackUri());
    location.searchParams.set('code', code);
    if (server.callback === 'with_state')
      location.searchParams.set('state', query.find(([name]) => name === 'state')?.[1] ?? '');
    return { status: 302, headers: { location: location.href } };
  }

  function token({ headers, body }: Arrived): Said {
    if (headers['content-type'] !== 'application/json') return refuse(`token: ${headers['content-type']} is no JSON`);
    if (headers.authorization !== undefined) return refuse('token: the secret belongs into the body');
    const given = JSON.parse(body) as Record<string, string>;
    const client = { client_id: 'client-1', client_secret: clientSecret };
    const isRefresh = given.grant_type === 'refresh_token';
    const wrong = unexpected(
      Object.entries(given),
      isRefresh
        ? { ...client, grant_type: 'refresh_token', refresh_token: /./ }
        : { ...client, grant_type: 'authorization_code', code: /./, redirect_uri: callbackUri(), code_verifier: /./ },
    );
    if (wrong) return refuse(`token: ${wrong}`);
    const known = isRefresh ? refreshTokens.delete(given.refresh_token ?? '') : codes.delete(given.code ?? '');
    if (!known) return { status: 400, body: { error: 'invalid_grant' } };
    refreshTokens.add(`refresh-${++count}`);
    accessTokens.add(`access-${count}`);
    return {
      status: 200,
      body: { access_token: `access-${count}`, refresh_token: `refresh-${count}`, expires_in: 3600 },
    };
  }

  /** Whoever's token has ended is told so in words, and with status 200. */
  function user({ headers }: Arrived): Said {
    const [, bearer = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    return { status: 200, body: accessTokens.has(bearer) ? { name: 'Ada' } : '<p>Session expired</p>' };
  }

  const wire = await startWire((request) => {
    const { method, host, path } = request;
    const at = `http://${host}` === wire.url ? proto.origin : `https://${host}`;
    if (method === 'GET' && `${at}${path}` === proto.authorizeUrl) return consent(request);
    if (method === 'POST' && `${at}${request.target}` === proto.tokenUrl) return token(request);
    if (method === 'GET' && `${at}${path}` === `${proto.origin}/api/user/info`) return user(request);
    return refuse(`${method} ${host}${path} does not exist`);
  });
  const server: ProtoServer = {
    ...wire,
    refusals,
    callback: 'with_state',
    expire: () => accessTokens.clear(),
  };
  return server;
}

import { once } from 'node:events';
import { createServer } from 'node:http';

/** An authorization server that says yes to everything, unless it is told to send one kind of request elsewhere. */
export interface BouncingServer {
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** From now on, requests below `path` are answered with a redirect to the same path at `to`. */
  bounce(path: string, status: number, to: string): void;
  close(): void;
}

const tokens = { access_token: 'at-1', refresh_token: 'rt-1', token_type: 'Bearer', expires_in: 3600 };

const answers: Readonly<Record<string, (url: string) => object>> = {
  '/par': () => ({ request_uri: 'urn:ietf:params:oauth:request_uri:1', expires_in: 60 }),
  '/token': () => tokens,
  '/exchange': () => tokens,
  '/refresh': () => tokens,
  '/revoke': () => ({}),
  '/introspect': () => ({ active: true, exp: Math.floor(Date.now() / 1000) + 600 }),
  '/step': () => ({ id: '42' }),
  '/probe': () => ({}),
  '/authorize': () => ({}),
  '/device': (url) => ({
    ...{
      device_code: 'dvc-1',
      user_code: 'ABCD-EFGH',
      verification_uri: `${url}/verify`,
      expires_in: 600,
      interval: 5,
    },
  }),
  '/register': () => ({ client_id: 'registered', client_secret: 'a secret', client_secret_expires_at: 0 }),
  '/.well-known': (url) => ({
    ...{ issuer: url, authorization_endpoint: `${url}/authorize`, token_endpoint: `${url}/token` },
    ...{ response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] },
  }),
};

/** Starts one on a loopback port of its own. */
export async function startBouncingServer(): Promise<BouncingServer> {
  const requests: string[] = [];
  let bounced: { readonly path: string; readonly status: number; readonly to: string } | undefined;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    request.resume();
    if (bounced && path.startsWith(bounced.path))
      return void response.writeHead(bounced.status, { location: `${bounced.to}${path}` }).end('{}');
    const answer = Object.entries(answers).find(([prefix]) => path.startsWith(prefix))?.[1];
    const status = answer ? (path.startsWith('/par') || path.startsWith('/register') ? 201 : 200) : 404;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer?.(url) ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    requests,
    bounce(path, status, to) {
      bounced = { path, status, to };
    },
    close: () => void server.close(),
  };
}

import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Test } from 'tap';
import type { ApiAnswer, ApiClient } from './api-client.js';
import { freePort } from './free-port.js';

/** A vendor's own application whose page begins embedded flows. */
export interface EmbeddingVendor {
  /** Begins a flow in the session of whoever opens it. */
  readonly connectUrl: string;
  readonly completionRedirectUri: string;
  /** What the backend was told by `complete`, in order. */
  readonly completed: readonly ApiAnswer[];
  /** What its users' browsers brought to the completion page, in order. */
  readonly arrived: readonly URLSearchParams[];
  /** Begins a flow as the user of a new session would, and gives the URL instead of going there. */
  begin(): Promise<{
    readonly authorizationUrl: string;
    readonly authorizationSessionId: string;
    readonly verifier: string;
  }>;
}

/** Serves it at an origin of its own; each user's verifier is kept in that user's session, and nowhere else. */
export async function startEmbeddingVendor(t: Test, api: ApiClient, connectionId: string): Promise<EmbeddingVendor> {
  const verifiers = new Map<string, string>();
  const completed: ApiAnswer[] = [];
  const arrived: URLSearchParams[] = [];
  const begin = async () => {
    const verifier = randomBytes(32).toString('base64url');
    const completionChallenge = createHash('sha256').update(verifier).digest('base64url');
    const begun = await api.post<{ authorizationUrl: string; authorizationSessionId: string }>(
      `/v1/connections/${connectionId}/authorize`,
      { completionChallenge },
    );
    return { ...begun, verifier };
  };
  const host = '127.0.0.3';
  const port = await freePort(host);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${host}:${port}`);
    if (url.pathname === '/connect') {
      const { authorizationUrl, verifier } = await begin();
      const user = randomBytes(16).toString('hex');
      verifiers.set(user, verifier);
      response.writeHead(303, { 'set-cookie': `user=${user}; HttpOnly; SameSite=Lax`, location: authorizationUrl });
      return response.end();
    }
    if (url.pathname !== '/done') return response.writeHead(404).end();
    arrived.push(url.searchParams);
    const [, user = ''] = /user=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
    const answer = await api.call(
      'POST',
      `/v1/authorization-sessions/${url.searchParams.get('authorizationSessionId')}/complete`,
      {
        completionCode: url.searchParams.get('completionCode'),
        // A user who began nothing has no verifier.
        completionVerifier: verifiers.get(user) ?? randomBytes(32).toString('base64url'),
      },
    );
    completed.push(answer);
    response.setHeader('content-type', 'text/html');
    return response.end(`<!doctype html><title>Vendor</title><h1>${answer.body.code ?? answer.body.status}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://${host}:${port}`;
  return { connectUrl: `${origin}/connect`, completionRedirectUri: `${origin}/done`, completed, arrived, begin };
}

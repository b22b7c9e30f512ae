import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Test } from 'tap';

/** Stands before a provider's token and revocation endpoints and keeps the secrets that Latchkey sends there. */
export interface SecretRecorder {
  readonly url: string;
  /** Code verifiers, client credentials as sent, and whatever else was secret in a request. */
  readonly secrets: ReadonlySet<string>;
}

const secretParameters = ['code', 'code_verifier', 'refresh_token', 'token', 'client_secret'];

export async function startSecretRecorder(t: Test, providerUrl: string): Promise<SecretRecorder> {
  const secrets = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const parameters = new URLSearchParams(body);
    for (const name of secretParameters) for (const value of parameters.getAll(name)) secrets.add(value);
    const credentials = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (credentials) secrets.add(credentials);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(providerUrl + request.url, {
      method: request.method ?? 'POST',
      headers: headers as Record<string, string>,
      body,
    });
    const { 'content-length': ____, ...answered } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, answered).end(await answer.text());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secrets };
}

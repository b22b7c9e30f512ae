import { createHash } from 'node:crypto';
import { request as send } from 'node:http';
import { type HttpOutcome, type HttpRequest, reveal, type TransportPort } from '@latchkey/oauth';
import { addressHeader, fromHeader, playHeader, type ScriptedServer } from './server/scripted-server.js';

/** Sends over a real socket, to the scripted server in place of whatever host was meant. */
export function loopbackTransport(server: Pick<ScriptedServer, 'port'>, play: string): TransportPort {
  return { send: (request, limits) => sent(server.port, play, 'client', request, limits.timeoutMs) };
}

/** Opens a URL as a browser does and says where it is sent on, or why it is not. */
export async function visit(
  server: Pick<ScriptedServer, 'port'>,
  play: string,
  url: string,
): Promise<{ readonly location?: string; readonly body: string }> {
  const outcome = await sent(server.port, play, 'browser', { method: 'GET', url, headers: {} }, 10_000);
  if (outcome.kind !== 'response') return { body: outcome.cause };
  const { location } = outcome.headers;
  return { body: outcome.body, ...(location === undefined ? {} : { location }) };
}

function sent(
  port: number,
  play: string,
  from: 'browser' | 'client',
  { method, url, headers, body, clientCertificate }: HttpRequest,
  timeout: number,
): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const outgoing = send({
      host: '127.0.0.1',
      port,
      method,
      path: '/',
      timeout,
      headers: {
        ...headers,
        [playHeader]: play,
        [addressHeader]: url,
        [fromHeader]: from,
        ...(clientCertificate
          ? { 'x-client-certificate': createHash('sha256').update(reveal(clientCertificate)).digest('hex') }
          : {}),
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
    outgoing.on('error', (error) => resolve({ kind: 'not_sent', cause: error.message, elapsedMs: 0 }));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve({ kind: 'no_answer', cause: 'reset', elapsedMs: 0 }));
      response.on('end', () => {
        const named = Object.entries(response.headers).map(([name, value]) => [name, String(value)] as const);
        resolve({
          kind: 'response',
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(named),
          body: Buffer.concat(chunks).toString('utf8'),
          elapsedMs: 0,
        });
      });
    });
    outgoing.end(body);
  });
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Scope } from '../scope.js';
import { basic, type HonestProvider } from './honest-provider.js';

/** An attacker's authorization server: it keeps whatever reaches it, and answers what keeps the victim going. */
export interface MaliciousServer {
  readonly url: string;
  /** Where its `/authorize` sends browsers on to; the request's parameters are given. */
  sendsOnTo: (asked: URLSearchParams) => string;
  /** Which of the honest provider's secrets have reached it, in words. */
  stolen(): readonly string[];
  forget(): void;
}

export async function startMaliciousServer(
  scope: Scope,
  host: string,
  provider: HonestProvider,
): Promise<MaliciousServer> {
  let received = '';
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', malicious.url);
    received += `${url.href}\n${basic(request.headers.authorization)}\n${await text(request)}\n`;
    if (url.pathname === '/authorize') {
      response.writeHead(302, { location: malicious.sendsOnTo(url.searchParams) }).end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end('{"access_token":"of-nobody","refresh_token":"of-nobody","token_type":"Bearer","expires_in":3600}');
  }

  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  scope.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const malicious: MaliciousServer = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    sendsOnTo: () => provider.url,
    stolen: () => [...provider.secrets()].filter(([value]) => received.includes(value)).map(([, what]) => what),
    forget() {
      received = '';
    },
  };
  return malicious;
}

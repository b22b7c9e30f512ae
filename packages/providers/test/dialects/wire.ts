import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpOutcome, HttpRequest, TransportPort } from '@latchkey/oauth';

/** A request as it came over the socket; `host` is what it was meant for. */
export interface Arrived {
  readonly method: string;
  readonly host: string;
  /** As sent, with its query. */
  readonly target: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | string;
}

/** A provider on loopback, in place of every host. */
export interface Wire {
  /** Where it really listens: `http://127.0.0.1:port`. */
  readonly url: string;
  readonly transport: TransportPort;
  readonly arrived: readonly Arrived[];
  /** Opens an address as a browser does: says where it is sent on to, and what the page shows. */
  visit(url: string): Promise<{ readonly status: number; readonly location?: string; readonly page: string }>;
  /** Calls the API as a vendor's code does, with these bytes in its header. */
  call(url: string, authorization: string): Promise<{ readonly status: number; readonly page: string }>;
  close(): Promise<void>;
}

/** Starts a real server that answers by this function, and a transport that leads every request to it. */
export async function startWire(answer: (request: Arrived) => Said): Promise<Wire> {
  const arrived: Arrived[] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const target = message.url ?? '';
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
    const request: Arrived = {
      method: message.method ?? '',
      host: headers.host ?? '',
      target,
      path: target.split('?')[0] ?? '',
      query: [...new URLSearchParams(target.split('?')[1] ?? '')],
      headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    arrived.push(request);
    const { status, headers: told = {}, body = '' } = answer(request);
    const type = typeof body === 'string' ? 'text/html' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...told });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const get = async (url: string, headers: Readonly<Record<string, string>>) => {
    const outcome = await sent(port, { method: 'GET', url, headers });
    if (outcome.kind !== 'response') throw new Error(`nothing answered: ${outcome.cause}`);
    return outcome;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    transport: { send: (request) => sent(port, request) },
    async visit(url) {
      const { status, headers, body } = await get(url, {});
      return { status, page: body, ...(headers.location === undefined ? {} : { location: headers.location }) };
    },
    async call(url, authorization) {
      const { status, body } = await get(url, { authorization });
      return { status, page: body };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function sent(port: number, { method, url, headers, body }: HttpRequest): Promise<HttpOutcome> {
  const { host, pathname, search } = new URL(url);
  return new Promise((resolve) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const path = `${pathname}${search}`;
    const outgoing = send({ host: '127.0.0.1', port, method, path, headers: { ...headers, host, ...length } });
    outgoing.on('error', (error) => resolve({ kind: 'not_sent', cause: error.message, elapsedMs: 0 }));
    outgoing.on('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({
        kind: 'response',
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks).toString('utf8'),
        elapsedMs: 0,
      });
    });
    outgoing.end(body);
  });
}

/** The first way in which what came is not what was to come, in order and without regard to it; `undefined` when it is. */
export function unexpected(
  given: readonly (readonly [string, string])[],
  wanted: Readonly<Record<string, string | RegExp>>,
): string | undefined {
  const seen = new Set<string>();
  for (const [name, value] of given) {
    const want = Object.hasOwn(wanted, name) ? wanted[name] : undefined;
    if (want === undefined) return `${name} is not of this dialect`;
    if (seen.has(name)) return `${name} comes twice`;
    if (typeof want === 'string' ? value !== want : !want.test(value)) return `${name} is not ${want}`;
    seen.add(name);
  }
  const missing = Object.keys(wanted).find((name) => !seen.has(name));
  return missing === undefined ? undefined : `${missing} is missing`;
}

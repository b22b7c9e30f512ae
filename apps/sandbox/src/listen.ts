import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where to listen. `port` 0 takes any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

const explanations: Readonly<Record<string, (at: string) => string>> = {
  EADDRINUSE: (at) => `${at} is already in use: stop the program that holds it, or choose another port`,
  EADDRNOTAVAIL: (at) =>
    `${at} cannot be bound on this machine: choose another host (macOS has only 127.0.0.1 until an alias is added)`,
  EACCES: (at) => `${at} may not be bound by this user: choose a port above 1023`,
};

/** An address that is held, and the server on it. */
export interface BoundServer {
  /** `http://host:port`, with the port that was taken. */
  readonly origin: string;
  /** Begins to answer; until then every request gets 503. */
  serve(listener: RequestListener): void;
  /** Stops accepting, ends idle keep-alive connections at once and all others after a short grace. */
  close(): Promise<void>;
}

/** How long an answer under way may take after the server was told to close, in milliseconds. */
const graceMs = 500;

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/**
 * Takes an address before anything else is built, since the origin is part of what is built.
 * Rejects with an Error that keeps the system's `code` (EADDRINUSE, EADDRNOTAVAIL, …) and names host and port.
 */
export function bind({ host, port }: ListenAddress): Promise<BoundServer> {
  let listener: RequestListener = (_request, response) => response.writeHead(503, { 'retry-after': '1' }).end();
  const server = createServer((request, response) => listener(request, response));
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      const code = cause.code ?? 'UNKNOWN';
      const message = explanations[code]?.(`port ${port} on ${host}`) ?? `port ${port} on ${host}: ${cause.message}`;
      reject(Object.assign(new Error(message, { cause }), { code, port, host }));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      const address = server.address() as AddressInfo;
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve({
        origin: `http://${name}:${address.port}`,
        serve: (next) => {
          listener = next;
        },
        close: () => closeServer(server),
      });
    });
  });
}

import type { Server } from 'node:http';
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

/**
 * Listens and answers with the origin (`http://host:port`).
 * Rejects with an Error that keeps the system's `code` (EADDRINUSE, EADDRNOTAVAIL, …) and names host and port.
 */
export function listenOn(server: Server, { host, port }: ListenAddress): Promise<string> {
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
      resolve(`http://${name}:${address.port}`);
    });
  });
}

/** How long an answer under way may take after the server was told to close, in milliseconds. */
const graceMs = 500;

/** Stops accepting, ends idle keep-alive connections at once and all others after a short grace. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

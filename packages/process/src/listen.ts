import { type ClosingListener, endIdleSockets } from './idle-sockets.js';
import { StartError } from './start-error.js';

/** Where a server listens; `variable` is the environment variable that changes the port. */
export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly variable: string;
}

/** The part of a Fastify instance that is needed, whatever its type provider. */
interface Listener extends ClosingListener {
  listen(options: { host: string; port: number }): Promise<string>;
}

/**
 * Lets `app` listen and returns its URL with the real port, such as `http://127.0.0.1:3000`. Throws a
 * {@link StartError} that names the port and how to change it when the port is taken or not allowed.
 */
export async function listen(app: Listener, { host, port, variable }: ListenOptions): Promise<string> {
  endIdleSockets(app);
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const reason = REASONS[String((error as NodeJS.ErrnoException).code)];
    if (!reason) throw error;
    throw new StartError(reason(host, port, variable), { cause: error });
  }
}

const REASONS: Readonly<Record<string, (host: string, port: number, variable: string) => string>> = {
  EADDRINUSE: (host, port, variable) =>
    `Port ${port} on ${host} is taken by another program: stop that one, or choose another port with ${variable}=<port>.`,
  EACCES: (_host, port, variable) =>
    `This user may not open port ${port}: choose one above 1023 with ${variable}=<port>, or put a proxy before it.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host} to listen on.`,
  ENOTFOUND: (host) => `The host name ${host}, to listen on, is not known.`,
};

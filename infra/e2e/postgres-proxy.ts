import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Scope } from './scope.js';

/** A TCP port that stays while the Postgres behind it goes and comes back on another one. */
export interface PostgresProxy {
  /** The same database, through the proxy. */
  through(databaseUrl: string): string;
  /** From now on connections go to the server of this URL; undefined: they are refused. */
  leadTo(databaseUrl: string | undefined): void;
  /**
   * Loses one reply: of the first COMMIT on a connection that has sent `marker` in a statement before. The server gets
   * the COMMIT; when it has answered, the client's connection is cut instead. Resolves then.
   */
  loseReplyOfCommit(marker: string): Promise<void>;
  /** Holds that reply back instead: committed, but the client does not know yet. */
  holdReplyOfCommit(marker: string): HeldReply;
  /** Cuts the first connections, so many, that send a statement with `marker`; the server does not get it. */
  cutOn(marker: string, times: number): { readonly cuts: number };
}

/** A reply that the server has sent and the client has not got. */
export interface HeldReply {
  /** Resolves when it is held. */
  readonly held: Promise<void>;
  release(): void;
}

interface Armed {
  readonly marker: string;
  /** The server has answered: what becomes of the connection. */
  answered(client: Socket): 'lost' | 'held';
}

export async function startPostgresProxy(scope: Scope): Promise<PostgresProxy> {
  let port: number | undefined;
  let armed: Armed | undefined;
  let cutting: { readonly marker: string; readonly times: number; cuts: number } | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (port === undefined) {
      client.destroy();
      return;
    }
    const upstream = connect(port, '127.0.0.1');
    let state: 'plain' | 'marked' | 'committing' | 'held' = 'plain';
    client.on('data', (data) => {
      if (cutting && cutting.cuts < cutting.times && data.includes(cutting.marker)) {
        cutting.cuts++;
        client.destroy();
        return;
      }
      if (armed && state === 'plain' && data.includes(armed.marker)) state = 'marked';
      if (armed && state === 'marked' && data.includes('COMMIT')) state = 'committing';
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      if (state === 'committing' && armed) {
        const { answered } = armed;
        armed = undefined;
        if (answered(client) === 'lost') return;
        state = 'held';
        client.cork();
      }
      client.write(data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined); // its close follows
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = (server.address() as AddressInfo).port;
  scope.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    through(databaseUrl) {
      const url = new URL(databaseUrl);
      url.hostname = '127.0.0.1';
      url.port = String(own);
      return url.href;
    },
    leadTo(databaseUrl) {
      port = databaseUrl === undefined ? undefined : Number(new URL(databaseUrl).port);
    },
    loseReplyOfCommit: (marker) =>
      new Promise((resolve) => {
        armed = {
          marker,
          answered(client) {
            client.destroy();
            resolve();
            return 'lost';
          },
        };
      }),
    holdReplyOfCommit(marker) {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        armed = {
          marker,
          answered(client) {
            release = () => client.uncork();
            resolve();
            return 'held';
          },
        };
      });
      return { held, release: () => release() };
    },
    cutOn(marker, times) {
      cutting = { marker, times, cuts: 0 };
      return cutting;
    },
  };
}

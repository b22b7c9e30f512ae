import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The part of a Fastify instance that is needed, whatever its type provider. */
export interface ClosingListener {
  readonly server: Pick<Server, 'on' | 'once'>;
  addHook(name: 'preClose', hook: (done: () => void) => void): unknown;
}

const sweepMs = 250;

/**
 * Ends, once `app` closes, the sockets on which nothing is being asked. Node ends only those that it knows to be idle
 * when the close begins: one that a browser opened in advance, or whose request was under way, would hold up the close
 * for more than a minute. To be called before it listens.
 */
export function endIdleSockets(app: ClosingListener): void {
  const requests = new Map<Socket, number>();
  app.server.on('connection', (socket: Socket) => {
    requests.set(socket, 0);
    socket.once('close', () => requests.delete(socket));
  });
  app.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const count = (change: 1 | -1) => {
      const before = requests.get(socket);
      if (before !== undefined) requests.set(socket, before + change);
    };
    count(1);
    response.once('close', () => count(-1));
  });
  app.addHook('preClose', (done) => {
    // Again and again, until the last request was answered; a new one has an interval's time to arrive.
    const sweep = setInterval(() => {
      for (const [socket, underWay] of requests) if (underWay === 0) socket.destroy();
    }, sweepMs);
    app.server.once('close', () => clearInterval(sweep));
    sweep.unref();
    done();
  });
}

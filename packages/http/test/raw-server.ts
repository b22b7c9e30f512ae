import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** Every connection of a raw TCP server, with the bytes that it received. */
export interface RawConnection {
  readonly socket: Socket;
  received: string;
}

/**
 * A TCP server that answers each request on a connection (a head and its content-length) by calling `answer` with the
 * connection and the number of requests that the server has seen, this one included.
 */
export async function rawServer(answer: (socket: Socket, request: number, text: string) => void) {
  const connections: RawConnection[] = [];
  let requests = 0;
  const server: Server = createServer((socket) => {
    const connection: RawConnection = { socket, received: '' };
    connections.push(connection);
    let pending = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      connection.received += chunk.toString('latin1');
      pending += chunk.toString('latin1');
      for (;;) {
        const head = pending.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(/content-length: (\d+)/i.exec(pending.slice(0, head))?.[1] ?? 0);
        if (pending.length < head + 4 + length) return;
        const text = pending.slice(0, head + 4 + length);
        pending = pending.slice(head + 4 + length);
        answer(socket, ++requests, text);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}/token`,
    connections,
    requests: () => requests,
    close() {
      for (const { socket } of connections) socket.destroy();
      server.close();
    },
  };
}

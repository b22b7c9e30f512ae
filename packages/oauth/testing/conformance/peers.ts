import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Peer, PeerBehaviour } from './transport-port.js';

/** Peers on real HTTP on loopback, for a transport fixture of a real client. */
export interface Peers {
  peer(behaviour: PeerBehaviour): Promise<Peer>;
  close(): Promise<void>;
}

/** Starts as many as are asked for; `close` ends them all. */
export function loopbackPeers(): Peers {
  const servers: Server[] = [];
  const stop = (server: Server) =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    async peer(behaviour) {
      let requests = 0;
      const server = createServer((request, response) => {
        requests++;
        behave(behaviour)(request, response);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
      if (behaviour.kind === 'absent') await stop(server);
      else servers.push(server);
      return { url, requests: () => requests };
    },
    async close() {
      await Promise.all(servers.map(stop));
    },
  };
}

function behave(behaviour: PeerBehaviour): RequestListener {
  return (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8');
      switch (behaviour.kind) {
        case 'echo':
          response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
          break;
        case 'answer':
          response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
          break;
        case 'reset':
          request.socket.resetAndDestroy();
          break;
        case 'hang_in_body':
        case 'reset_in_body':
          response.writeHead(200, { 'content-length': '100' });
          response.write('half');
          if (behaviour.kind === 'reset_in_body') setTimeout(() => request.socket.resetAndDestroy(), 20);
          break;
        case 'hang':
        case 'absent':
          break;
      }
    });
  };
}

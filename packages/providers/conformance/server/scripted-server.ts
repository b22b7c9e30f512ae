import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { perform } from './perform.js';
import type { Play } from './play.js';

/** Headers in which the one server is told what was meant. */
export const playHeader = 'x-conformance-play';
export const addressHeader = 'x-conformance-address';
export const fromHeader = 'x-conformance-from';

/** One server on loopback that plays every provider. */
export interface ScriptedServer {
  readonly port: number;
  /** Begins a play; requests name it by what this returns. */
  begin(play: Play): string;
  end(name: string): void;
  close(): Promise<void>;
}

/** Starts the server. It knows facts and nothing else; each request says in headers which address it was meant for. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const plays = new Map<string, Play>();
  let begun = 0;
  const server = createServer((message, response) => {
    serve(plays, message, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    begin(play) {
      const name = `play-${++begun}`;
      plays.set(name, play);
      return name;
    },
    end(name) {
      plays.delete(name);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function serve(
  plays: ReadonlyMap<string, Play>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const header = (name: string) => String(message.headers[name] ?? '');
  const play = plays.get(header(playHeader));
  if (!play) throw new Error('nobody plays this');
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const address = header(addressHeader);
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, value?.toString()]));
  const performed = perform(
    play,
    {
      method: message.method ?? '',
      url: new URL(address),
      address,
      headers,
      body: Buffer.concat(chunks).toString('utf8'),
    },
    header(fromHeader) === 'browser' ? 'browser' : 'client',
  );
  if (performed.kind === 'redirect') {
    response.writeHead(302, { location: performed.location }).end();
    return;
  }
  const { status, type, body } = performed.answer;
  response.writeHead(status, { 'content-type': type }).end(body);
}

import { connect, type Socket } from 'node:net';
import { percentile } from './rounds.js';

/** What a load generator measured. */
export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Where to, and what is asked, in turn. */
export interface LoadTarget {
  readonly url: string;
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Asks over `sockets` kept-alive connections, each with one request at a time, for so many seconds. A loop on bare sockets,
 * because on two cores the load generator takes its time from the servers. Rejects at the first answer that is no 200.
 */
export async function httpLoad(target: LoadTarget, sockets: number, seconds: number): Promise<Load> {
  const { hostname, port, host } = new URL(target.url);
  const own = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const requests = target.paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${own.join('')}\r\n`, 'latin1'),
  );
  const times: number[] = [];
  let next = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  const one = async () => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const answers = readAnswers(socket);
    try {
      while (performance.now() < until) {
        const asked = performance.now();
        socket.write(requests[next++ % requests.length] as Buffer);
        const { status, text } = await answers.next();
        if (status !== 200) throw new Error(`${target.url} answered ${status}: ${text()}`);
        times.push(performance.now() - asked);
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: sockets }, one));
  const elapsed = (performance.now() - began) / 1000;
  const sorted = Float64Array.from(times).sort();
  return {
    requests: times.length,
    perSecond: times.length / elapsed,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

interface Answer {
  readonly status: number;
  text(): string;
}

/** Reads answers with a Content-Length, one after another. */
function readAnswers(socket: Socket): { next(): Promise<Answer> } {
  let received: Buffer = Buffer.alloc(0);
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  const take = () => {
    const headEnd = received.indexOf('\r\n\r\n');
    if (headEnd < 0 || !waiting) return;
    const head = received.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1]);
    if (!(received.length >= headEnd + 4 + length)) return;
    const body = received.subarray(headEnd + 4, headEnd + 4 + length);
    received = received.subarray(headEnd + 4 + length);
    const { resolve } = waiting;
    waiting = undefined;
    resolve({ status: Number(head.slice(9, 12)), text: () => body.toString() });
  };
  const fail = (error: Error) => waiting?.reject(error);
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    take();
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        take();
      }),
  };
}

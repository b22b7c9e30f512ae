import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { createEgressGuard, createTransport } from '../src/index.js';
import { rawServer } from './raw-server.js';

const guard = createEgressGuard({ loopback: 'development', baseUrls: [] });
const limits = { timeoutMs: 5_000, maxResponseBytes: 10_000 };

function newTransport(t: Test) {
  const transport = createTransport({ guard, userAgent: 'latchkey-test' });
  t.teardown(() => transport.close());
  return transport;
}
async function server(t: Test, answer: (socket: Socket, request: number, text: string) => void) {
  const started = await rawServer(answer);
  t.teardown(() => started.close());
  return started;
}
const post = (url: string, body = 'grant_type=refresh_token') => ({ method: 'POST', url, headers: {}, body }) as const;

t.test('a request and its answer', async (t) => {
  const { url, connections } = await server(t, (socket) =>
    socket.write(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-type: application/json\r\nSet-Cookie: a\r\nset-cookie: b\r\n' +
        '__proto__: x\r\nContent-Length: 4\r\n\r\n{\xff}!',
      'latin1',
    ),
  );
  const outcome = await newTransport(t).send(
    {
      method: 'POST',
      url: `${url}?a=b#c`,
      headers: { Authorization: 'Basic eDp5', Accept: 'application/json' },
      body: 'é=1',
    },
    limits,
  );
  t.match(outcome, { kind: 'response', status: 200, body: '{\ufffd}!', elapsedMs: Number });
  if (outcome.kind !== 'response') return;
  t.equal(outcome.headers['content-type'], 'text/html, application/json');
  t.equal(outcome.headers['set-cookie'], 'a, b');
  t.ok(Object.hasOwn(outcome.headers, '__proto__'));
  const sent = connections[0]?.received ?? '';
  t.match(sent, /^POST \/token\?a=b HTTP\/1\.1\r\n/);
  t.match(sent, /\r\naccept-encoding: identity\r\n/);
  t.match(sent, /\r\nuser-agent: latchkey-test\r\n/);
  t.match(sent, /\r\nauthorization: Basic eDp5\r\n/);
  t.match(sent, /\r\ncontent-length: 4\r\n/);
});

t.test('a GET has no body; a caller may bring a user agent', async (t) => {
  const { url, connections } = await server(t, (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
  const outcome = await newTransport(t).send({ method: 'GET', url, headers: { 'User-Agent': 'x/1' } }, limits);
  t.match(outcome, { kind: 'response', status: 204, body: '' });
  t.notMatch(connections[0]?.received, /content-length/);
  t.match(connections[0]?.received, /user-agent: x\/1/);
  t.notMatch(connections[0]?.received, /latchkey-test/);
});

t.test('after the request left, no whole answer', async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n';
  const cases: readonly (readonly [string, string, (socket: Socket) => void])[] = [
    ['reset', 'closed before an answer', (s) => s.end()],
    ['reset', 'reset before an answer', (s) => s.resetAndDestroy()],
    ['reset', 'closed within the head', (s) => s.end('HTTP/1.1 200 O')],
    ['truncated', 'not HTTP', (s) => s.end('SSH-2.0-x\r\n\r\n')],
    ['truncated', 'less than its content-length', (s) => s.end(`${head}{"a`)],
    [
      'truncated',
      'reset within the body',
      (s) => s.write(`${head}{"a`, () => setTimeout(() => s.resetAndDestroy(), 20)),
    ],
    [
      'truncated',
      'chunks that end early',
      (s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"'),
    ],
    [
      'truncated',
      'chunks without the last',
      (s) => s.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'),
    ],
    [
      'truncated',
      'a chunk size that is none',
      (s) => s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n'),
    ],
    ['timeout', 'no answer', () => {}],
    ['timeout', 'a slow head', (s) => s.write('HTTP/1.1 200 OK\r\nContent-')],
    ['timeout', 'a body that stops', (s) => s.write(`${head}{"a`)],
    ['timeout', 'a body that drips', (s) => drip(s)],
    [
      'too_large',
      'a long body',
      (s) => s.write(`HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n${'x'.repeat(20000)}`),
    ],
    ['too_large', 'endless chunks', (s) => flood(s)],
    ['too_large', 'a long head', (s) => s.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)],
  ];
  for (const [cause, name, answer] of cases) {
    t.test(`${name}: ${cause}`, async (t) => {
      const { url, requests } = await server(t, answer);
      const outcome = await newTransport(t).send(post(url), {
        ...limits,
        timeoutMs: cause === 'timeout' ? 500 : 5_000,
      });
      t.match(outcome, { kind: 'no_answer', cause });
      t.equal(requests(), 1, 'sent once');
    });
  }
});

function drip(socket: Socket) {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}

function flood(socket: Socket) {
  socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
  const timer = setInterval(() => socket.write(`1000\r\n${'x'.repeat(4096)}\r\n`), 1);
  socket.on('close', () => clearInterval(timer));
}

t.test('whole answers that are unusual', async (t) => {
  const big = 'x'.repeat(10_000);
  const cases: readonly (readonly [string, string, (socket: Socket) => void])[] = [
    ['without a length, until the end', '{}', (s) => s.end('HTTP/1.0 200 OK\r\n\r\n{}')],
    ['just within the limit', big, (s) => s.write(`HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n${big}`)],
    [
      'after 100 and 103',
      '{}',
      (s) =>
        s.write(
          'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
        ),
    ],
    ['gzip all the same', '{"a":1}', (s) => compressed(s, gzipSync('{"a":1}'))],
    [
      'slowly but in time',
      '{}',
      (s) => {
        s.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{');
        setTimeout(() => s.write('}'), 100);
      },
    ],
  ];
  for (const [name, body, answer] of cases) {
    t.test(name, async (t) => {
      const { url } = await server(t, answer);
      t.match(await newTransport(t).send(post(url), limits), { kind: 'response', status: 200, body });
    });
  }
  t.test('a gzip bomb is too large, half a gzip is truncated', async (t) => {
    const bomb = await server(t, (s) => compressed(s, gzipSync('x'.repeat(1_000_000))));
    t.match(await newTransport(t).send(post(bomb.url), limits), { kind: 'no_answer', cause: 'too_large' });
    const half = await server(t, (s) => compressed(s, gzipSync('{"a":1}').subarray(0, 15)));
    t.match(await newTransport(t).send(post(half.url), limits), { kind: 'no_answer', cause: 'truncated' });
  });
});

function compressed(socket: Socket, body: Buffer) {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`);
  socket.write(body);
}

t.test('an answer given before the whole request was read counts', async (t) => {
  const early = createServer((_request, response) => {
    response.writeHead(413, { connection: 'close', 'content-length': 2 }).end('no');
    response.on('finish', () => setTimeout(() => response.socket?.resetAndDestroy(), 50));
  });
  early.listen(0, '127.0.0.1');
  await once(early, 'listening');
  t.teardown(() => early.close());
  const address = early.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  const outcome = await newTransport(t).send(post(url, 'x'.repeat(20_000_000)), limits);
  t.match(outcome, { kind: 'response', status: 413, body: 'no' });
});

t.test('a redirect is an answer', async (t) => {
  const other = await server(t, (s) => s.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
  const { url } = await server(t, (s) =>
    s.write(`HTTP/1.1 307 Temporary Redirect\r\nLocation: ${other.url}\r\nContent-Length: 0\r\n\r\n`),
  );
  t.match(await newTransport(t).send(post(url), limits), {
    kind: 'response',
    status: 307,
    headers: { location: other.url },
  });
  t.equal(other.requests(), 0);
});

t.test(
  'sockets are used again; one that the server closes meanwhile is ambiguous and nothing is sent twice',
  async (t) => {
    const { url, requests, connections } = await server(t, (s, request) => {
      if (request <= 2) s.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
      else s.resetAndDestroy();
    });
    const transport = newTransport(t);
    t.match(await transport.send(post(url), limits), { kind: 'response' });
    t.match(await transport.send(post(url), limits), { kind: 'response' });
    t.equal(connections.length, 1, 'the second request used the first socket');
    t.match(await transport.send(post(url), limits), { kind: 'no_answer', cause: 'reset' });
    t.equal(connections.length, 1);
    t.equal(requests(), 3);
  },
);

t.test('a socket that the server closed while it was idle is not used', async (t) => {
  const { url, connections } = await server(t, (s) => {
    s.end('HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\n{}');
  });
  const transport = newTransport(t);
  for (let i = 0; i < 3; i++) {
    t.match(await transport.send(post(url), limits), { kind: 'response' });
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  t.equal(connections.length, 3);
});

t.test('sockets to an origin are bounded, and waiting for one is not sending', async (t) => {
  const { url, requests } = await server(t, () => {});
  const transport = createTransport({ guard, userAgent: 'x', maxSocketsPerOrigin: 1 });
  t.teardown(() => transport.close());
  const first = transport.send(post(url), { ...limits, timeoutMs: 1_000 });
  t.match(await transport.send(post(url), { ...limits, timeoutMs: 200 }), { kind: 'not_sent', cause: 'timeout' });
  t.match(await first, { kind: 'no_answer', cause: 'timeout' });
  t.equal(requests(), 1);
});

t.test('after a pause of this process the answer that came meanwhile is read, not thrown away', async (t) => {
  const worker = new Worker(
    `const { createServer } = require('node:http');
     const { parentPort } = require('node:worker_threads');
     const server = createServer((request, response) => request.resume().on('end', () => {
       parentPort.postMessage('asked'); setTimeout(() => response.end('{}'), 50);
     }));
     server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
    { eval: true },
  );
  t.teardown(() => worker.terminate());
  const [port] = (await once(worker, 'message')) as [number];
  const sending = newTransport(t).send(post(`http://127.0.0.1:${port}/`), { ...limits, timeoutMs: 1_500 });
  await once(worker, 'message');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
  t.match(await sending, { kind: 'response', body: '{}' });
});

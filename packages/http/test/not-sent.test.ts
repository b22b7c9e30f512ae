import { once } from 'node:events';
import { createServer, type LookupFunction } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import t, { type Test } from 'tap';
import { createEgressGuard, createTransport } from '../src/index.js';
import { rawServer } from './raw-server.js';
import { selfSigned } from './self-signed.js';

const limits = { timeoutMs: 5_000, maxResponseBytes: 10_000 };
const loopback: LookupFunction = (_name, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
const guard = createEgressGuard({ loopback: 'development', baseUrls: [], lookup: loopback });
const secretPost = (url: string, headers: Record<string, string> = {}) =>
  ({ method: 'POST', url, headers, body: 'client_secret=marked' }) as const;

async function listening(t: Test, server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

t.test('refused connections, unknown names, names that resolve to nothing good', async (t) => {
  const transport = createTransport({ guard, userAgent: 'x' });
  const gone = await rawServer(() => {});
  gone.close();
  t.match(await transport.send(secretPost(gone.url), limits), { kind: 'not_sent', cause: 'ECONNREFUSED' });

  const failing = (code: string) => {
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error(code), { code }), '');
    const strict = createEgressGuard({ loopback: 'never', baseUrls: [], lookup });
    return createTransport({ guard: strict, userAgent: 'x' }).send(secretPost('https://idp.example/'), limits);
  };
  t.match(await failing('ENOTFOUND'), { kind: 'not_sent', cause: 'ENOTFOUND' });
  t.match(await failing('EAI_AGAIN'), { kind: 'not_sent', cause: 'EAI_AGAIN' });
});

t.test('a look-up that never answers ends at the deadline, unsent', async (t) => {
  const silent = createEgressGuard({ loopback: 'never', baseUrls: [], lookup: () => {} });
  const transport = createTransport({ guard: silent, userAgent: 'x' });
  const outcome = await transport.send(secretPost('https://idp.example/'), { ...limits, timeoutMs: 100 });
  t.match(outcome, { kind: 'not_sent', cause: 'timeout' });
});

t.test('after a pause that outlasted its time a request does not leave any more', async (t) => {
  const server = await rawServer(() => {});
  t.teardown(() => server.close());
  const transport = createTransport({ guard, userAgent: 'x' });
  const sending = transport.send(secretPost(server.url), { ...limits, timeoutMs: 200 });
  // Stopped before the socket was ready: the kernel makes the connection meanwhile, which is told before any timer's end.
  for (const until = performance.now() + 400; performance.now() < until; );
  t.match(await sending, { kind: 'not_sent', cause: 'timeout' });
  await wait(50);
  t.notMatch(server.connections.map(({ received }) => received).join(), 'marked');
});

t.test('TLS: not a byte of the request leaves before the certificate is accepted', async (t) => {
  const { key, cert } = selfSigned('idp.example');
  let received = '';
  const server = createTlsServer({ key, cert }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (received.includes('marked')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    });
  });
  const port = await listening(t, server);
  const send = (host: string, certificateAuthorities?: string[]) => {
    const transport = createTransport({
      guard,
      userAgent: 'x',
      ...(certificateAuthorities && { certificateAuthorities }),
    });
    return transport.send(secretPost(`https://${host}:${port}/`), limits);
  };
  t.match(await send('idp.example'), { kind: 'not_sent', cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  t.match(await send('other.example', [cert]), { kind: 'not_sent', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  t.equal(received, '');
  t.match(await send('idp.example', [cert]), { kind: 'response', status: 200, body: '{}' });
  t.match(received, /client_secret=marked/);
});

t.test('TLS: a server that does not speak it, or stops within the handshake', async (t) => {
  let received = Buffer.alloc(0);
  const collect = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
  };
  const plain = await listening(
    t,
    createServer((socket) =>
      socket
        .on('error', () => {})
        .on('data', collect)
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    ),
  );
  const closing = await listening(
    t,
    createServer((socket) =>
      socket
        .on('error', () => {})
        .once('data', (chunk) => {
          collect(chunk);
          socket.destroy();
        }),
    ),
  );
  const silent = await listening(
    t,
    createServer((socket) => socket.on('error', () => {}).on('data', collect)),
  );
  const transport = createTransport({ guard, userAgent: 'x' });
  for (const port of [plain, closing, silent]) {
    const outcome = await transport.send(secretPost(`https://idp.example:${port}/`), { ...limits, timeoutMs: 400 });
    t.match(outcome, { kind: 'not_sent' });
  }
  t.ok(received.length > 0, 'a ClientHello came');
  t.notMatch(received.toString('latin1'), /marked/);
});

t.test('headers that must not be sent', async (t) => {
  const { url, requests, close } = await rawServer(() => {});
  t.teardown(close);
  const transport = createTransport({ guard, userAgent: 'x' });
  for (const headers of [
    { 'x-a': 'a\r\nx-b: c' },
    { 'x-a': 'a\nb' },
    { 'x-a': 'a\tb' },
    { 'x-a': 'a\u0000' },
    { 'x-a': 'a\u007f' },
    { 'x-a': '\u2028' },
    { 'x a': 'b' },
    { 'x-a:': 'b' },
    { '': 'b' },
    { Host: 'other.example' },
    { 'Content-Length': '1' },
    { 'transfer-encoding': 'chunked' },
    { 'Accept-Encoding': 'gzip' },
    { Connection: 'close' },
  ]) {
    t.match(await transport.send(secretPost(url, headers), limits), { kind: 'not_sent', cause: /^invalid_header: / });
  }
  t.equal(requests(), 0);
});

t.test('what the guard refuses is not sent, and the cause holds neither path nor query', async (t) => {
  const transport = createTransport({ guard: createEgressGuard({ loopback: 'never', baseUrls: [] }), userAgent: 'x' });
  for (const url of [
    'http://idp.example/p?code=marked',
    'https://u:marked@idp.example/',
    'https://127.0.0.1/marked',
    'marked',
  ]) {
    const outcome = await transport.send(secretPost(url), limits);
    t.match(outcome, { kind: 'not_sent', cause: /^egress_refused: / });
    t.notMatch(JSON.stringify(outcome), /marked/);
  }
});

t.test(
  'DNS rebinding: one look-up for each connection, and the address that it passed is the one connected to',
  async (t) => {
    const { requests, port, close } = await rawServer((s) =>
      s.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'),
    );
    t.teardown(close);
    const answers = ['127.0.0.1', '192.168.7.7', '127.0.0.1', '169.254.169.254'];
    let lookups = 0;
    const rebinding: LookupFunction = (_name, options, callback) => {
      const address = answers[lookups++ % answers.length] ?? '';
      if (options.all) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    };
    const development = createEgressGuard({ loopback: 'development', baseUrls: [], lookup: rebinding });
    const transport = createTransport({ guard: development, userAgent: 'x' });
    const url = `http://idp.example:${port}/`;
    for (const address of answers) {
      const outcome = await transport.send(secretPost(url), limits);
      if (address === '127.0.0.1') t.match(outcome, { kind: 'response', status: 200 });
      else t.match(outcome, { kind: 'not_sent', cause: 'egress_refused: no address of idp.example is allowed' });
    }
    t.equal(lookups, 4);
    t.equal(requests(), 2);
  },
);

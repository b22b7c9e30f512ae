import type { LookupFunction, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import t, { type Test } from 'tap';
import { createEgressGuard, createTransport } from '../src/index.js';
import { rawServer } from './raw-server.js';

const limits = { timeoutMs: 8_000, maxResponseBytes: 10_000 };
const post = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  ({ method: 'POST', url, headers, body: 'grant_type=refresh_token' }) as const;

function newTransport(t: Test, lookup?: LookupFunction) {
  const guard = createEgressGuard({ loopback: 'development', baseUrls: [], ...(lookup ? { lookup } : {}) });
  const transport = createTransport({ guard, userAgent: 'latchkey-test' });
  t.teardown(() => transport.close());
  return transport;
}
async function server(t: Test, answer: (socket: Socket, request: number, text: string) => void) {
  const started = await rawServer(answer);
  t.teardown(() => started.close());
  return started;
}

/** Sends this text for ever, as fast as it is taken. */
function flood(socket: Socket, text: string): void {
  const block = text.repeat(Math.ceil(16_384 / text.length));
  const go = () => {
    for (let more = true; more && !socket.destroyed; ) more = socket.write(block);
    socket.once('drain', go);
  };
  go();
}

const after = (socket: Socket, text: string) => {
  socket.write(text);
  return socket;
};

/** Sends one character of this text every few milliseconds, and never the end. */
function trickle(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 5);
  socket.on('close', () => clearInterval(timer));
}

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const compressed = (socket: Socket, encoding: string, body: Buffer) => {
  socket.write(`${ok}Content-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`);
  socket.write(body);
};
const zeros = Buffer.alloc(5_000_000);

t.test('what never ends is given up before the deadline', async (t) => {
  const cases: readonly (readonly [string, RegExp, (socket: Socket) => void])[] = [
    ['headers', /too_large/, (s) => flood(after(s, ok), `x-t: ${'y'.repeat(100)}\r\n`)],
    ['one header', /too_large/, (s) => flood(after(s, `${ok}x-t: `), 'y')],
    ['a reason phrase', /too_large/, (s) => flood(after(s, 'HTTP/1.1 200 '), 'y')],
    ['interim answers', /too_large/, (s) => flood(s, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')],
    ['"continue"', /too_large/, (s) => flood(s, 'HTTP/1.1 100 Continue\r\n\r\n')],
    ['a body without a length', /too_large/, (s) => flood(after(s, `${ok}\r\n`), 'y')],
    ['chunks', /too_large/, (s) => flood(after(s, chunked), '1\r\ny\r\n')],
    ['the extension of a chunk', /truncated/, (s) => flood(after(s, `${chunked}1;`), 'y')],
    ['extensions', /too_large/, (s) => flood(after(s, chunked), `1;${'e'.repeat(15_000)}\r\ny\r\n`)],
    ['trailers', /truncated/, (s) => flood(after(s, `${chunked}2\r\n{}\r\n0\r\n`), 'x-t: y\r\n')],
    ['a gzip', /too_large/, (s) => compressed(s, 'gzip', gzipSync(zeros))],
    ['a deflate', /too_large/, (s) => compressed(s, 'deflate', deflateSync(zeros))],
    ['a brotli', /too_large/, (s) => compressed(s, 'br', brotliCompressSync(zeros))],
  ];
  for (const [name, cause, answer] of cases) {
    const { url, requests } = await server(t, answer);
    t.match(await newTransport(t).send(post(url), limits), { kind: 'no_answer', cause }, name);
    t.equal(requests(), 1, `${name}: sent once`);
  }
});

t.test('what trickles or says nothing ends at the deadline', async (t) => {
  const cases: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['a connection that says nothing', () => {}],
    ['a head', (s) => trickle(s, `${ok}x-t: y\r\nx-u: ${'y'.repeat(10_000)}`)],
    ['interim answers', (s) => trickle(s, 'HTTP/1.1 103 Early Hints\r\n\r\n')],
    ['a body', (s) => trickle(after(s, `${ok}\r\n`), ' ')],
    ['chunks', (s) => trickle(after(s, chunked), '1\r\n \r\n')],
    ['trailers', (s) => trickle(after(s, `${chunked}2\r\n{}\r\n0\r\n`), 'x-t: y\r\n')],
  ];
  const outcomes = cases.map(async ([name, answer]) => {
    const { url } = await server(t, answer);
    return [name, await newTransport(t).send(post(url), { ...limits, timeoutMs: 300 })] as const;
  });
  for (const [name, outcome] of await Promise.all(outcomes))
    t.match(outcome, { kind: 'no_answer', cause: 'timeout' }, name);
});

t.test('one deadline for all together: each part is in time, their sum is not', async (t) => {
  const slowly: LookupFunction = (_name, options, callback) =>
    void setTimeout(
      () => (options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)),
      250,
    );
  const { port } = await server(t, (s) =>
    setTimeout(() => {
      s.write(`${ok}Content-Length: 2\r\n\r\n{`);
      setTimeout(() => s.write('}'), 250);
    }, 250),
  );
  const send = (timeoutMs: number) =>
    newTransport(t, slowly).send(post(`http://idp.example:${port}/token`), { ...limits, timeoutMs });
  const [late, inTime] = await Promise.all([send(600), send(8_000)]);
  t.match(late, { kind: 'no_answer', cause: 'timeout' });
  t.match(inTime, { kind: 'response', status: 200, body: '{}' });
});

t.test('answers that two readers could read in two ways are none', async (t) => {
  const answers: Readonly<Record<string, string>> = {
    'a length and chunks': `${ok}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    'two lengths': `${ok}Content-Length: 2\r\nContent-Length: 5\r\n\r\n{}abc`,
    'a negative length': `${ok}Content-Length: -2\r\n\r\n{}`,
    'a folded header': `${ok}X-T: a\r\n b\r\nContent-Length: 2\r\n\r\n{}`,
    'a space before the colon': `${ok}Content-Length : 2\r\n\r\n{}`,
    'bare line feeds': 'HTTP/1.1 200 OK\nContent-Length: 2\n\n{}',
    'a carriage return in a header': `${ok}X-T: a\rb\r\nContent-Length: 2\r\n\r\n{}`,
    'another protocol': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n{}',
  };
  for (const [name, text] of Object.entries(answers)) {
    const { url } = await server(t, (s) => s.write(text));
    const outcome = await newTransport(t).send(post(url), { ...limits, timeoutMs: 2_000 });
    t.match(outcome, { kind: 'no_answer', cause: /truncated|reset/ }, name);
  }
});

t.test('identity is asked for, and what is compressed twice is not undone twice', async (t) => {
  const twice = gzipSync(gzipSync(zeros));
  const { url, connections } = await server(t, (s) => compressed(s, 'gzip, gzip', twice));
  const outcome = await newTransport(t).send(post(url), limits);
  t.equal(outcome.kind === 'response' && outcome.body.length < 10_000, true, 'read as it is');
  t.match(connections[0]?.received, /\r\naccept-encoding: identity\r\n/);
});

t.test('no header value, name or URL makes a header of its own, and none changes where the body ends', async (t) => {
  const { url, connections } = await server(t, (s) => s.write(`${ok}Content-Length: 0\r\n\r\n`));
  const transport = newTransport(t);
  const injected = ['\r\nx-injected: 1', '\nx-injected: 1', '\rx-injected: 1', '\u0000', '\u010d\u010ax-injected: 1'];
  const odd = fc.constantFrom(...injected, '\u2028', '\u0085', '\ud800', '\u{1f600}', '\t', ' ', ':', 'é', 'ÿ');
  const part = fc.oneof({ weight: 3, arbitrary: fc.string() }, { weight: 1, arbitrary: odd });
  const value = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(''));
  const reserved = fc.constantFrom(
    'Transfer-Encoding',
    'CONTENT-LENGTH',
    'host',
    'Connection',
    'expect',
    'upgrade',
    'te',
  );
  const usual = fc.constantFrom('authorization', 'X-Api-Key', 'x-shop', '__proto__');
  const name = fc.oneof(value, reserved, { weight: 4, arbitrary: usual });
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(name, value, value, async (header, text, path) => {
      const before = connections.map(({ received }) => received).join('').length;
      const outcome = await transport.send(post(`${url}?q=${path}`, { [header]: text }), limits);
      const received = connections
        .map((it) => it.received)
        .join('')
        .slice(before);
      if (outcome.kind === 'not_sent') {
        if (received !== '') throw new Error('not sent, yet something came');
        return;
      }
      sent += 1;
      const [head = '', ...body] = received.split('\r\n\r\n');
      const names = head
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(':')[0]?.toLowerCase());
      const expected = ['accept-encoding', 'connection', 'content-length', 'host', 'user-agent', header.toLowerCase()];
      if (names.sort().join() !== [...new Set(expected)].sort().join()) throw new Error(`headers ${names}`);
      if (body.join('\r\n\r\n') !== 'grant_type=refresh_token') throw new Error(`body ${body}`);
    }),
    { numRuns: 400 },
  );
  t.ok(sent > 40, `${sent} were sent`);
  for (const text of injected)
    t.match(await transport.send(post(url, { authorization: `Bearer a${text}` }), limits), {
      kind: 'not_sent',
      cause: 'invalid_header: "authorization"',
    });
});

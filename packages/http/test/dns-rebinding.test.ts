import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { createEgressGuard, createTransport } from '../src/index.js';
import { startNameServer } from './name-server.js';

const limits = { timeoutMs: 4_000, maxResponseBytes: 10_000 };
const get = (url: string) => ({ method: 'GET', url, headers: {} }) as const;
/** Global unicast to the guard, yet of a block that IANA keeps back: a packet to it goes nowhere. */
const nowhere = '2d00::1';

/** A name server, and an HTTP server that writes down who connected to it. */
async function place(t: Test) {
  const names = await startNameServer();
  t.teardown(() => names.close());
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => {});
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const transport = (options: { loopback: 'development' | 'never'; port?: 'listed' }) => {
    const allowedOrigins =
      options.port === 'listed' ? [{ origin: `http://idp.example:${port}`, addresses: 'private_too' as const }] : [];
    const guard = createEgressGuard({ ...options, baseUrls: [], lookup: names.lookup, allowedOrigins });
    const made = createTransport({ guard, userAgent: 'latchkey-test' });
    t.teardown(() => made.close());
    return made;
  };
  return { names, connections, port, transport };
}

t.test('the address that was checked is the one connected to: the name is asked for once', async (t) => {
  const { names, connections, port, transport } = await place(t);
  // The second answer would lead to nobody: who resolved again for the socket would fail.
  names.answers('idp.example', 'A', ['127.0.0.1'], ['127.0.0.9']);
  const outcome = await transport({ loopback: 'development' }).send(get(`http://idp.example:${port}/`), limits);
  t.match(outcome, { kind: 'response', status: 200 });
  t.equal(connections[0]?.localAddress, '127.0.0.1');
  t.strictSame([...names.questions].sort(), ['idp.example A', 'idp.example AAAA']);
});

t.test('rebinding: first public, then loopback', async (t) => {
  const { names, connections, port, transport } = await place(t);
  const sender = transport({ loopback: 'never', port: 'listed' });
  const url = `http://idp.example:${port}/latest/meta-data`;
  names.answers('idp.example', 'AAAA', [nowhere], []);
  names.answers('idp.example', 'A', [], ['127.0.0.1']);

  const first = await sender.send(get(url), { ...limits, timeoutMs: 300 });
  t.equal(first.kind, 'not_sent', 'it went to the public address, where nobody is');
  t.notMatch(first, { cause: /egress_refused/ });
  t.equal(names.questions.length, 2, 'one look-up, of both families');

  const second = await sender.send(get(url), limits);
  t.match(second, { kind: 'not_sent', cause: 'egress_refused: no address of idp.example is allowed' });
  t.equal(names.questions.length, 4, 'each connection asks anew, and each answer is judged');
  t.equal(connections.length, 0, 'nobody ever connected to loopback');
});

t.test('one answer with good and bad addresses: the bad ones are not even a fallback', async (t) => {
  const { names, connections, port, transport } = await place(t);
  names.answers('idp.example', 'AAAA', [nowhere, '::1', '::ffff:7f00:1', '64:ff9b::7f00:1']);
  names.answers('idp.example', 'A', ['127.0.0.1', '169.254.169.254', '0.0.0.0']);
  const sender = transport({ loopback: 'never', port: 'listed' });
  const outcome = await sender.send(get(`http://idp.example:${port}/`), { ...limits, timeoutMs: 600 });
  t.equal(outcome.kind, 'not_sent');
  t.equal(connections.length, 0);
});

t.test('bad addresses alone, of every kind', async (t) => {
  const { names, connections, port, transport } = await place(t);
  const sender = transport({ loopback: 'never', port: 'listed' });
  const bad: readonly (readonly ['A' | 'AAAA', string])[] = [
    ['A', '127.0.0.1'],
    ['A', '127.8.8.8'],
    ['A', '0.0.0.0'],
    ['A', '169.254.169.254'],
    ['A', '100.100.100.200'],
    ['AAAA', '::1'],
    ['AAAA', '::'],
    ['AAAA', '::ffff:7f00:1'],
    ['AAAA', '::ffff:a9fe:a9fe'],
    ['AAAA', '64:ff9b::a9fe:a9fe'],
    ['AAAA', '2002:7f00:1::1'],
    ['AAAA', 'fe80::1'],
    ['AAAA', 'fd00:ec2::254'],
  ];
  for (const [type, address] of bad) {
    names.answers('idp.example', 'A', type === 'A' ? [address] : []);
    names.answers('idp.example', 'AAAA', type === 'AAAA' ? [address] : []);
    const outcome = await sender.send(get(`http://idp.example:${port}/`), limits);
    t.match(outcome, { kind: 'not_sent', cause: /^egress_refused/ }, address);
  }
  t.equal(connections.length, 0);
});

t.test('names that do not exist, and a name server that fails or says nothing', async (t) => {
  const { names, transport } = await place(t);
  const sender = transport({ loopback: 'never' });
  t.match(await sender.send(get('https://nobody.example/'), limits), { kind: 'not_sent', cause: 'ENOTFOUND' });
  for (const type of ['A', 'AAAA'] as const) names.answers('broken.example', type, 'SERVFAIL');
  t.match(await sender.send(get('https://broken.example/'), limits), { kind: 'not_sent', cause: 'ESERVFAIL' });
  for (const type of ['A', 'AAAA'] as const) names.answers('silent.example', type, 'silence');
  const silent = await sender.send(get('https://silent.example/'), { ...limits, timeoutMs: 200 });
  t.match(silent, { kind: 'not_sent', cause: 'timeout' }, 'the deadline counts the look-up');
});

t.test('TXT records, whole, of several strings, and in turn', async (t) => {
  const { names } = await place(t);
  const long = 'v='.padEnd(600, 'x');
  names.answers('_latchkey.app.example', 'TXT', ['latchkey-verification=abc', long], [], 'NXDOMAIN');
  const read = async () => (await names.resolver.resolveTxt('_latchkey.app.example')).map((parts) => parts.join(''));
  t.strictSame(await read(), ['latchkey-verification=abc', long]);
  await t.rejects(read(), { code: 'ENODATA' });
  await t.rejects(read(), { code: 'ENOTFOUND' });
});

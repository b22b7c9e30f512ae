import Fastify from 'fastify';
import t, { type Test } from 'tap';
import {
  createLogger,
  createMetrics,
  listen,
  measureRequests,
  type ReadinessCheck,
  StartError,
  startPrivatePort,
} from '../src/index.js';

const anywhere = { host: '127.0.0.1', port: 0, variable: 'PRIVATE_PORT' };

async function portWith(t: Test, checks: Record<string, ReadinessCheck>) {
  const log: string[] = [];
  const logger = createLogger({
    name: 'test',
    redact: (line) => line,
    destination: { write: (line) => void log.push(line) },
  });
  const privatePort = await startPrivatePort({ ...anywhere, checks, metrics: createMetrics(), logger, timeoutMs: 50 });
  t.teardown(() => privatePort.close());
  const ask = async () => {
    const response = await fetch(`${privatePort.url}/readyz`);
    return { status: response.status, body: await response.json() };
  };
  return { ...privatePort, ask, log };
}

t.test('is ready when every check passes', async (t) => {
  const { ask } = await portWith(t, { database: async () => 1, queue: async () => {} });
  t.same(await ask(), { status: 200, body: { status: 'ready', checks: { database: 'ok', queue: 'ok' } } });
});

t.test('names what failed, hung or threw, and logs each change once', async (t) => {
  let isDown = true;
  const { ask, log } = await portWith(t, {
    database: async () => {
      if (isDown) throw new Error('connection refused');
    },
    queue: () => (isDown ? new Promise(() => {}) : Promise.resolve()),
    vault: async () => {},
  });
  const down = { status: 'not ready', checks: { database: 'failed', queue: 'failed', vault: 'ok' } };
  t.same(await ask(), { status: 503, body: down });
  t.same(await ask(), { status: 503, body: down });
  isDown = false;
  t.equal((await ask()).status, 200);
  const messages = log.map((line) => JSON.parse(line)).map(({ check, msg }) => `${check}: ${msg}`);
  t.same(messages.sort(), [
    'database: readiness check failed',
    'database: readiness check passes again',
    'queue: readiness check failed',
    'queue: readiness check passes again',
  ]);
});

t.test('is not ready while draining', async (t) => {
  const { ask, drain } = await portWith(t, { database: async () => {} });
  drain();
  t.same(await ask(), { status: 503, body: { status: 'draining', checks: { database: 'ok' } } });
});

t.test('a taken port is named, with the variable that changes it', async (t) => {
  const [first, second] = [Fastify(), Fastify()];
  t.teardown(() => Promise.all([first.close(), second.close()]));
  const url = new URL(await listen(first, anywhere));
  t.not(url.port, '0');
  const error = await t.rejects(listen(second, { ...anywhere, port: Number(url.port) }), StartError);
  t.match((error as unknown as Error).message, `Port ${url.port} on 127.0.0.1 is taken`);
  t.match((error as unknown as Error).message, 'PRIVATE_PORT=<port>');
  await t.rejects(listen(Fastify(), { ...anywhere, host: '192.0.2.1' }), /no address 192\.0\.2\.1/);
});

t.test('tells its metrics, also of requests by their route', async (t) => {
  const metrics = createMetrics();
  const logger = createLogger({ name: 'test', redact: (line) => line, level: 'silent' });
  const privatePort = await startPrivatePort({ ...anywhere, checks: {}, metrics, logger });
  t.teardown(() => privatePort.close());
  const app = Fastify();
  measureRequests(app, metrics, 'api');
  app.get('/things/:id', async () => 'a thing');
  await app.inject('/things/secret?code=secret');
  await app.inject('/nowhere/secret');
  const response = await fetch(`${privatePort.url}/metrics`);
  const text = await response.text();
  t.match(response.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  t.match(text, /^process_resident_memory_bytes \d/m);
  const count = (labels: string) => `latchkey_http_request_duration_seconds_count{${labels}} 1`;
  t.match(text, count('door="api",method="GET",route="/things/:id",status="200"'));
  t.match(text, count('door="api",method="GET",route="none",status="404"'));
  t.notMatch(text, 'secret');
});

t.test('says which hosts are served, where the process knows', async (t) => {
  const options = {
    ...anywhere,
    checks: {},
    metrics: createMetrics(),
    logger: createLogger({ name: 'test', redact: (it) => it, level: 'silent' }),
  };
  const port = await startPrivatePort({ ...options, servesHost: async (host) => host === 'oauth2.example.com' });
  const none = await startPrivatePort(options);
  t.teardown(() => Promise.all([port.close(), none.close()]));
  const ask = async (url: string, query: string) => (await fetch(`${url}/serves-host${query}`)).status;
  t.equal(await ask(port.url, '?domain=oauth2.example.com'), 200);
  t.equal(await ask(port.url, '?domain=oauth2.example.org'), 404);
  t.equal(await ask(port.url, '?domain=a&domain=oauth2.example.com'), 404);
  t.equal(await ask(port.url, ''), 404);
  t.equal(await ask(none.url, '?domain=oauth2.example.com'), 404);
});

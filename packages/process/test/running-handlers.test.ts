import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import Fastify from 'fastify';
import t from 'tap';
import { finishHandlers, listen } from '../src/index.js';

t.test('a close waits for what a handler began, though its caller has hung up', async (t) => {
  const app = Fastify({ forceCloseConnections: 'idle' });
  finishHandlers(app);
  let store = () => {};
  let stored = false;
  const asked = new Promise<void>((arrived) => {
    // In a scope of its own, as routes behind an API key are.
    app.register((scope, _options, registered) => {
      scope.get('/access-token', async () => {
        arrived();
        await new Promise<void>((resolve) => {
          store = resolve;
        });
        stored = true;
        return 'done';
      });
      registered();
    });
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0, variable: 'PORT' });
  const caller = connect(Number(new URL(url).port), '127.0.0.1');
  caller.write('GET /access-token HTTP/1.1\r\nhost: a\r\n\r\n');
  await asked;
  caller.destroy();
  await once(caller, 'close');
  let closed = false;
  const closing = app.close().then(() => {
    closed = true;
  });
  await wait(600); // longer than it takes to end idle sockets
  t.notOk(closed);
  store();
  await closing;
  t.ok(stored);
});

t.test('a handler that throws holds nothing up', async (t) => {
  const app = Fastify();
  finishHandlers(app);
  app.get('/', async () => {
    throw new Error('no');
  });
  t.equal((await app.inject('/')).statusCode, 500);
  await app.close();
});

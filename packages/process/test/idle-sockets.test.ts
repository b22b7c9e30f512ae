import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import t from 'tap';
import { listen } from '../src/index.js';

t.test('a socket that was opened in advance does not hold up a close; a request under way is answered', async (t) => {
  const app = Fastify({ forceCloseConnections: 'idle' });
  let answer = () => {};
  const asked = new Promise<void>((arrived) => {
    app.get('/', async () => {
      arrived();
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return 'done';
    });
  });
  const url = await listen(app, { host: '127.0.0.1', port: 0, variable: 'PORT' });
  const early = connect(Number(new URL(url).port), '127.0.0.1');
  await once(early, 'connect');
  const answered = fetch(url);
  await asked;
  const closed = app.close();
  await once(early, 'close');
  answer();
  t.equal(await (await answered).text(), 'done');
  await closed;
  t.notOk(app.server.listening);
});

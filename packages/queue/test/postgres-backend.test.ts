import { createRequire } from 'node:module';
import pg from 'pg';
import t from 'tap';
import '../src/postgres-backend.js';

t.test('a Postgres client without listeners hears of its loss, also the one that BullMQ makes', async (t) => {
  // As BullMQ finds it, from where BullMQ lies.
  const ofBullmq = createRequire(createRequire(import.meta.url).resolve('bullmq'))('pg') as typeof pg;
  t.equal(ofBullmq.Client, pg.Client, 'it is the same class');
  for (const name of [undefined, 'error'] as const) {
    const client = new ofBullmq.Client();
    client.on('error', () => t.fail('this listener was taken off'));
    if (name === undefined) client.removeAllListeners();
    else client.removeAllListeners(name);
    t.doesNotThrow(() => client.emit('error', new Error('terminating connection')));
  }
  const heard: string[] = [];
  const client = new pg.Client();
  client.on('notice', () => heard.push('notice'));
  client.removeAllListeners('notice');
  client.emit('notice', new Error('unheard') as never);
  t.same(heard, []);
});

import { once } from 'node:events';
import t from 'tap';
import { openDatabase } from '../src/index.js';
import { freshDatabase } from '../src/testing/index.js';

t.test('what is told of a lost idle connection holds no client, with its statements and its key', async (t) => {
  const urls = await freshDatabase();
  t.teardown(() => urls.drop());
  const told: Error[] = [];
  const options = {
    url: urls.workerUrl,
    poolMax: 1,
    applicationName: 'test',
    onError: (error: Error) => told.push(error),
  };
  const db = openDatabase(options);
  t.teardown(() => db.close());
  const { rows } = await db.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const admin = openDatabase({ url: urls.adminUrl, poolMax: 1, applicationName: 'admin' });
  t.teardown(() => admin.close());
  const lost = once(db.pool, 'error').catch((error: unknown) => error);
  await admin.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await lost;
  t.equal(told.length, 1);
  t.notOk(told[0] && 'client' in told[0]);
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import t from 'tap';
import { openBell, prepareQueue, startTicks } from '../src/index.js';
import { query } from './queue-servers.js';

const quiet = { info() {}, warn() {}, error() {} };

t.test('Redis needs no preparation; a foreign URL is refused and not quoted', async (t) => {
  await t.resolves(prepareQueue('redis://127.0.0.1:1'));
  for (const url of ['mysql://user:marked@host/x', 'marked', '']) {
    for (const refused of [prepareQueue(url), openBell({ url, logger: quiet })]) {
      const said = await refused.then(() => 'accepted', String);
      t.match(said, /must begin with redis:\/\//);
      t.notMatch(said, 'marked');
    }
  }
  await t.rejects(openBell({ url: 'redis://127.0.0.1:1', prefix: 'a:b', logger: quiet }), /prefix/);
});

const server = process.env.TEST_DATABASE_URL ?? '';
const skip = server === '' && 'TEST_DATABASE_URL is not set: the superuser URL of a throwaway Postgres';

t.test('the logins of app and worker may ring and hear, and nothing more', { skip }, async (t) => {
  const name = `queue_${randomUUID().replaceAll('-', '')}`;
  const at = (database: string, login?: string) => {
    const url = new URL(server);
    url.pathname = `/${database}`;
    // The server knows the test's superuser only: it takes on the login's rights at the start of each session.
    if (login !== undefined) url.searchParams.set('options', `-c role=${login}`);
    return url.href;
  };
  const makeRoles = ['latchkey_worker', 'latchkey_app']
    .map(
      (login) =>
        `BEGIN CREATE ROLE ${login} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;`,
    )
    .join(' ');
  await query(at('postgres'), `DO $$ BEGIN ${makeRoles} END $$`);
  await query(at('postgres'), `CREATE DATABASE ${name}`);
  t.teardown(() => query(at('postgres'), `DROP DATABASE ${name} WITH (FORCE)`));

  await Promise.all([1, 2, 3].map(() => prepareQueue(at(name))));
  await prepareQueue(at(name));

  let heard = 0;
  const refresh = async () => ({ more: heard++ < 0 ? 'yes' : 'no' }) as const;
  const lines: string[] = [];
  const logger = { ...quiet, warn: (fields: object) => lines.push(String(Object.values(fields)[0])) };
  const ticks = await startTicks({ url: at(name, 'latchkey_worker'), handlers: { refresh }, everyMs: 200, logger });
  const bell = await openBell({ url: at(name, 'latchkey_app'), logger });
  await bell.ring('refresh');
  while (heard < 5 && lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await ticks.close();
  await bell.close();
  t.strictSame(lines, []);

  const client = new pg.Client({ connectionString: at(name, 'latchkey_worker') });
  await client.connect();
  t.teardown(() => client.end());
  await t.rejects(client.query('CREATE TABLE bullmq.mine (x int)'), { code: '42501' });
  await t.rejects(client.query('TRUNCATE bullmq.job'), { code: '42501' });
});

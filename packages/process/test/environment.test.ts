import t from 'tap';
import { integer, oneOf, port, requireEnvironment, StartError, text, url, withDefault } from '../src/index.js';

const database = url('the database’s URL', ['postgres', 'postgresql']);

t.test('reads each variable as its type', async (t) => {
  const spec = {
    DATABASE_URL: database,
    PORT: port('the port to listen on'),
    LEVEL: oneOf('the log’s level', ['info', 'debug']),
    NAME: text('a name'),
    DAYS: integer('the days to keep', { min: 1, max: 400 }),
  };
  const env = { DATABASE_URL: 'postgresql://u:p@h/d', PORT: '0', LEVEL: 'debug', NAME: 'x', DAYS: '400', OTHER: '1' };
  const read = requireEnvironment(spec, env);
  const typed: { PORT: number; LEVEL: 'info' | 'debug'; DATABASE_URL: string } = read;
  t.same(typed, { DATABASE_URL: 'postgresql://u:p@h/d', PORT: 0, LEVEL: 'debug', NAME: 'x', DAYS: 400 });
});

t.test('what may be left out has its default, also when it is set to nothing', async (t) => {
  const spec = {
    PORT: withDefault(port('the port'), 3000),
    REDIS_URL: withDefault(url('a Redis', ['redis']), undefined),
  };
  t.same(requireEnvironment(spec, {}), { PORT: 3000, REDIS_URL: undefined });
  t.same(requireEnvironment(spec, { PORT: '', REDIS_URL: '' }), { PORT: 3000, REDIS_URL: undefined });
});

t.test('tells every problem at once, by name and with what to do, and repeats no value', async (t) => {
  const spec = { DATABASE_URL: database, PORT: port('the port to listen on'), KEY: text('the key from your vault') };
  const error = t.throws(() =>
    requireEnvironment(spec, { DATABASE_URL: 'mysql://root:hunter2@h', PORT: '70000' }),
  ) as Error;
  t.ok(error instanceof StartError);
  t.same(error.message.split('\n'), [
    'DATABASE_URL must be a URL that begins with postgres:// or postgresql://: set it to the database’s URL.',
    'PORT must be a whole number from 0 to 65535: set it to the port to listen on.',
    'KEY is not set: set it to the key from your vault.',
  ]);
});

t.test('numbers are whole and within their limits', async (t) => {
  const spec = { DAYS: integer('the days', { min: 1, max: 9 }) };
  for (const DAYS of ['0', '10', '1.5', '1e0', 'x', ' 1', '0x1', '-1'])
    t.throws(() => requireEnvironment(spec, { DAYS }), StartError, DAYS);
  t.throws(() => requireEnvironment({ N: integer('it') }, { N: '-1' }), /must be a whole number from 0:/);
  t.throws(() => requireEnvironment({ L: oneOf('it', ['a', 'b']) }, { L: 'c' }), /must be "a" or "b"/);
});

import t from 'tap';
import { createLogger } from '../src/index.js';

function loggerWith(redact: (line: string) => string, level?: string) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, logger: createLogger({ name: 'api', redact, destination, ...(level && { level }) }) };
}

t.test('writes a line of JSON that people can read', async (t) => {
  const { lines, logger } = loggerWith((line) => line);
  logger.info({ connection: 'c1' }, 'renewed');
  logger.debug('not at this level');
  t.equal(lines.length, 1);
  const line = JSON.parse(lines[0] as string);
  t.match(line, { level: 'info', name: 'api', pid: process.pid, connection: 'c1', msg: 'renewed' });
  t.match(line.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

t.test('every line passes through the redaction, of children and errors too', async (t) => {
  const { lines, logger } = loggerWith((line) => line.replaceAll('hunter2', '[redacted]'), 'debug');
  logger.info({ deep: { er: { token: 'hunter2' } } });
  logger.child({ password: 'hunter2' }).debug('child');
  logger.error(new Error('said hunter2'));
  t.equal(lines.length, 3);
  t.notMatch(lines.join(''), /hunter2/);
  t.match(JSON.parse(lines[2] as string).err.message, 'said [redacted]');
});

import { secret } from '@latchkey/oauth';
import pino from 'pino';
import t from 'tap';
import { redactedNames, redactLine } from '../src/index.js';

function logged(line: object, bindings: object = {}): string {
  let written = '';
  const logger = pino({ hooks: { streamWrite: redactLine } }, { write: (text: string) => (written += text) });
  logger.child(bindings).info(line, 'a message');
  JSON.parse(written);
  return written;
}

t.test('every name is redacted, in each spelling, at any depth, as a string or a list', async (t) => {
  for (const name of [...redactedNames.whole, ...redactedNames.ending]) {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    for (const spelling of [name, name.replaceAll('_', '-'), name.toUpperCase(), camel]) {
      for (const value of ['Marked', 'a "quoted\\" Marked', ['Marked', 'Marked']]) {
        const text = logged(
          { a: { b: [{ c: { d: { [spelling]: value } } }] }, [spelling]: value },
          { [spelling]: value },
        );
        t.notMatch(text, /Marked/, spelling);
        t.equal(text.split('[redacted]').length, 4, spelling);
      }
    }
  }
  t.notMatch(logged({ newClientSecret: 'Marked', 'x-api-key': 'Marked' }), /Marked/);
});

t.test('members of an error, and JSON or a URL logged as text', async (t) => {
  const error = Object.assign(new Error('no'), { config: { headers: { Authorization: 'Marked' } } });
  const text = logged({
    err: error,
    body: JSON.stringify({ refresh_token: 'Marked', scope: 'read' }, null, 1),
    url: '/callback/x/production?code=Marked&state=eu.Marked&iss=https%3A%2F%2Fidp.example',
  });
  t.notMatch(text, /Marked/);
  t.match(text, /scope.{6}read/);
  t.match(text, /iss=https%3A%2F%2Fidp.example/);
});

t.test('what only shares a name stays', async (t) => {
  for (const [member, value] of [
    ['code', 'ECONNREFUSED'],
    ['code', 'FST_ERR_VALIDATION'],
    ['code', '40001'],
    ['code', 'invalid_grant'],
    ['code', 503],
    ['state', 'active'],
    ['token_type', 'Bearer'],
    ['codeCount', 'x'],
  ] as const) {
    t.match(logged({ nested: { [member]: value } }), JSON.stringify({ [member]: value }).slice(1, -1));
  }
});

t.test('a code or a state that could be the real thing goes', async (t) => {
  for (const value of ['4/0AX4XfWh-x', 'MARKEDCODE', 'Markedcode', '123456', 'eu.4f5a', 'a'.repeat(25)]) {
    t.notOk(logged({ code: value, deep: { state: value } }).includes(value), value);
  }
});

t.test('a Secret prints as such under any name', async (t) => {
  t.match(logged({ held: secret('Marked') }), '"held":"[secret]"');
});

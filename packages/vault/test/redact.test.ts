import { secret } from '@latchkey/oauth';
import pino from 'pino';
import t from 'tap';
import { redaction } from '../src/index.js';

function logged(line: object): string {
  let written = '';
  const logger = pino({ redact: redaction }, { write: (text: string) => (written += text) });
  logger.info(line);
  return written;
}

t.test('secret members are redacted at every depth that the list promises', async (t) => {
  for (const name of [
    'authorization',
    'set-cookie',
    'client_secret',
    'refresh_token',
    'code',
    'ticket',
    'codeVerifier',
  ]) {
    let line: object = { [name]: 'Marked' };
    for (let depth = 0; depth <= 3; depth++) {
      const text = logged(line);
      t.notMatch(text, /Marked/, `${name} at depth ${depth}`);
      t.match(text, /\[redacted\]/);
      line = { nested: line };
    }
  }
});

t.test('a header bag, a body and an error in one line', async (t) => {
  const error = Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
  const text = logged({
    err: error,
    req: { headers: { Authorization: 'Marked', cookie: 'Marked', accept: 'text/html' }, body: { code: 'Marked' } },
    job: { state: 'active' },
    flow: { state: 'eu.Marked' },
    token: secret('Marked'),
    holder: { wrapped: secret('Marked') },
  });
  t.notMatch(text, /Marked/);
  t.match(text, /ECONNREFUSED/, "an error's code stays");
  t.match(text, /"state":"active"/);
  t.match(text, /text\/html/);
});

t.test("a code that is not an error's, and an odd code of an error, are redacted", async (t) => {
  t.notMatch(logged({ error: { code: '4/0AX4XfWh-Marked' }, query: { code: 'MARKED' } }), /marked/i);
  t.match(logged({ cause: { code: '40001' } }), /40001/);
});

t.test('the original is not changed', async (t) => {
  const line = { headers: { cookie: 'a=b' } };
  logged(line);
  t.equal(line.headers.cookie, 'a=b');
});

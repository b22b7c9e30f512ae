import fc from 'fast-check';
import t from 'tap';
import type { HttpOutcome } from '../../src/ports.js';
import { reveal } from '../../src/secret.js';
import { processTokenResponse } from '../../src/token/token-response.js';
import { exposedMembers, parseTokenSet, serializeTokenSet } from '../../src/token/token-set.js';
import { anyText } from '../any-text.js';
import { readingOf, response } from '../engine.js';

const reading = readingOf({
  name: 'Plain',
  authorize: { url: 'https://as.example/authorize' },
  token: { url: 'https://as.example/token', defaultExpiresIn: 1800 },
  refresh: { terminalErrors: ['token_revoked', 'bad_refresh_token'] },
  scopeSeparator: ',',
});
const read = (outcome: HttpOutcome) => processTokenResponse(reading, outcome);

t.test('a token response', async (t) => {
  const answer = read(
    response(200, {
      access_token: 'at',
      refresh_token: 'rt',
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'read,write read',
      id_token: 'idt',
      extra: { a: 1 },
    }),
  );
  if (answer.kind !== 'tokens') throw new Error('no tokens');
  t.equal(reveal(answer.tokens.accessToken), 'at');
  t.equal(reveal(answer.tokens.refreshToken as never), 'rt');
  t.equal(answer.tokens.tokenType, 'Bearer');
  t.equal(answer.expiresInSeconds, 3600);
  t.strictSame(answer.scopes, ['read', 'write']);
  t.equal(reveal(answer.idToken as never), 'idt');
  t.equal(answer.elapsedMs, 12);
  t.strictSame(Object.keys(JSON.parse(reveal(answer.tokens.members))).sort(), [
    ...['access_token', 'expires_in', 'extra', 'id_token', 'scope', 'token_type'],
  ]);
});

t.test('what a server leaves out is left out', async (t) => {
  const answer = read(response(200, { access_token: 'at' }));
  if (answer.kind !== 'tokens') throw new Error('no tokens');
  t.equal(answer.tokens.refreshToken, undefined);
  t.equal(answer.tokens.tokenType, 'Bearer');
  t.equal(answer.expiresInSeconds, 1800, 'the definition’s default');
  t.equal(answer.scopes, undefined);
  const empty = read(response(200, { access_token: 'at', refresh_token: '', scope: '' }));
  t.equal(empty.kind === 'tokens' && empty.tokens.refreshToken, undefined, 'an empty refresh token is none');
  t.strictSame(empty.kind === 'tokens' && empty.scopes, []);
});

t.test('an access token that would split a header is none', async (t) => {
  for (const token of ['at\r\nx-injected: 1', 'at\n', '\u0000', 'a\tb', '\u0085'])
    t.match(
      read(response(200, { access_token: token })),
      { kind: 'failure', class: 'ambiguous' },
      JSON.stringify(token),
    );
});

t.test('tokens in odd wrapping are still tokens: the old ones may be spent', async (t) => {
  t.equal(read(response(200, { access_token: 'at', error: '' })).kind, 'tokens', 'an empty error is none');
  t.equal(read(response(200, { access_token: 'at', error: null })).kind, 'tokens');
  t.equal(read(response(201, { access_token: 'at' })).kind, 'tokens');
  t.equal(read(response(200, '\ufeff{"access_token":"at"}')).kind, 'tokens', 'a byte order mark');
  t.equal(read(response(200, { access_token: 'at', token_type: 'MAC' })).kind, 'tokens');
  const depth = 200_000;
  const deep = `{"access_token":"at","refresh_token":"rt","kept":[[1]],"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const answer = read(response(200, deep));
  if (answer.kind !== 'tokens') throw new Error('no tokens');
  t.equal(reveal(answer.tokens.refreshToken as never), 'rt');
  t.strictSame(exposedMembers(answer.tokens.members, []), { access_token: 'at', kept: [[1]] });
});

t.test('what a hostile server can put beside a token', async (t) => {
  const tokensOf = (body: object) => {
    const answer = read(response(200, { access_token: 'at', ...body }));
    if (answer.kind !== 'tokens') throw new Error('no tokens');
    return answer;
  };
  for (const type of ['Bearer\r\nx-admin: 1', 'a b', 'ä', 'x'.repeat(201)])
    t.equal(tokensOf({ token_type: type }).tokens.tokenType, 'Bearer', 'no header is split');
  for (const type of ['MAC', 'urn:ietf:params:oauth:token-type:n_a'])
    t.equal(tokensOf({ token_type: type }).tokens.tokenType, type);
  const many = Array.from({ length: 200_000 }, (_, index) => index.toString(36)).join(' ');
  t.equal(tokensOf({ scope: many }).scopes?.length, 1000, 'no list that every reader would have to go through');
  const { members } = tokensOf({ a: { refreshToken: 'rt', 'Client-Secret': 'cs', idToken: 'it' } }).tokens;
  t.strictSame(exposedMembers(members, ['refreshToken']), { access_token: 'at', a: {} }, 'in any spelling');
});

t.test('every kind of failure', async (t) => {
  const table: readonly (readonly [HttpOutcome, string])[] = [
    [{ kind: 'not_sent', cause: 'ECONNREFUSED', elapsedMs: 1 }, 'later'],
    [{ kind: 'no_answer', cause: 'timeout', elapsedMs: 1 }, 'ambiguous'],
    [{ kind: 'no_answer', cause: 'reset', elapsedMs: 1 }, 'ambiguous'],
    [{ kind: 'no_answer', cause: 'too_large', elapsedMs: 1 }, 'ambiguous'],
    [response(400, { error: 'invalid_grant' }), 'terminal'],
    [response(401, { error: 'invalid_grant' }), 'terminal'],
    [response(200, { error: 'invalid_grant', access_token: 'at' }), 'terminal'],
    [response(400, { error: 'token_revoked' }), 'terminal'],
    [response(200, { error: 'bad_refresh_token' }), 'terminal'],
    [response(503, { error: 'invalid_grant' }), 'later'],
    [response(500, { error: 'token_revoked' }), 'later'],
    [response(502, { error: 'invalid_grant' }), 'ambiguous'],
    [response(504, ''), 'ambiguous'],
    [response(408, ''), 'later'],
    [response(429, { error: 'invalid_grant' }), 'later'],
    [response(500, '<html>'), 'later'],
    [response(400, { error: 'invalid_client' }), 'misconfigured'],
    [response(401, { error: 'invalid_client' }), 'misconfigured'],
    [response(400, { error: 'unauthorized_client' }), 'misconfigured'],
    [response(400, { error: 'unsupported_grant_type' }), 'misconfigured'],
    [response(400, { error: 'invalid_request' }), 'misconfigured'],
    [response(400, { error: 'invalid_scope' }), 'misconfigured'],
    [response(401, ''), 'misconfigured'],
    [response(403, '<html>blocked</html>'), 'later'],
    [response(400, { error: 'temporarily_unavailable' }), 'later'],
    [response(400, { error: 'server_error' }), 'later'],
    [response(400, { error: 'slow_down' }), 'later'],
    [response(400, { error: 'consent_needed' }), 'unknown'],
    [response(400, ''), 'unknown'],
    [response(302, ''), 'unknown'],
    [response(404, 'not found'), 'unknown'],
    [response(200, ''), 'ambiguous'],
    [response(200, '<html>'), 'ambiguous'],
    [response(200, 'null'), 'ambiguous'],
    [response(200, '[]'), 'ambiguous'],
    [response(200, '{}'), 'ambiguous'],
    [response(204, ''), 'ambiguous'],
    [response(200, { access_token: '' }), 'ambiguous'],
    [response(200, { access_token: 5 }), 'ambiguous'],
  ];
  for (const [outcome, expected] of table) {
    const answer = read(outcome);
    t.equal(answer.kind === 'failure' && answer.class, expected, JSON.stringify(outcome));
  }
});

t.test('what is known of a failure is kept, bounded', async (t) => {
  const answer = read(
    response(400, { error: 'e'.repeat(100), error_description: 'd'.repeat(2000) }, { 'retry-after': ' 120 ' }),
  );
  if (answer.kind !== 'failure') throw new Error('no failure');
  t.equal(answer.error?.length, 64);
  t.equal(answer.errorDescription?.length, 1000);
  t.equal(answer.status, 400);
  t.equal(answer.retryAfterSeconds, 120);
  const odd = read(response(503, { error: { code: 1 }, error_description: 5 }, { 'x-retry-after': '7' }));
  t.match(odd, { class: 'later', retryAfterSeconds: 7 });
  t.notOk(odd.kind === 'failure' && (odd.error || odd.errorDescription));
  for (const wait of ['Wed, 21 Oct 2026 07:28:00 GMT', '-1', '1.5', '1e9', '9999999999', '', '5, 10'])
    t.notOk('retryAfterSeconds' in read(response(429, '', { 'retry-after': wait })), wait);
});

t.test('reading is total: any octets, status and headers mean something', async (t) => {
  const status = fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constantFrom(0, -1, 1000, Number.NaN));
  const member = fc.constantFrom(
    ...['access_token', 'refresh_token', 'token_type', 'expires_in', 'scope', 'id_token', 'error', 'error_description'],
    '__proto__',
    'constructor',
  );
  const object = fc.dictionary(member, fc.jsonValue(), { maxKeys: 8 }).map((value) => JSON.stringify(value));
  const octets = fc.uint8Array({ maxLength: 200 }).map((bytes) => new TextDecoder().decode(bytes));
  const body = fc.oneof(object, object, octets, fc.json(), anyText());
  const headers = fc.dictionary(
    fc.oneof(fc.constantFrom('retry-after', 'x-retry-after', '__proto__'), fc.string()),
    anyText(),
  );
  const classes = new Set(['terminal', 'misconfigured', 'later', 'ambiguous', 'unknown']);
  fc.assert(
    fc.property(status, headers, body, (status, headers, body) => {
      const answer = read({ kind: 'response', status, headers, body, elapsedMs: 0 });
      if (answer.kind === 'failure') {
        if (!classes.has(answer.class)) throw new Error(`no class: ${answer.class}`);
        return;
      }
      if (reveal(answer.tokens.accessToken) === '') throw new Error('an empty token');
      const { expiresInSeconds: seconds } = answer;
      if (seconds !== undefined && !(Number.isInteger(seconds) && seconds >= 0)) throw new Error(`seconds: ${seconds}`);
      const again = parseTokenSet(serializeTokenSet(answer.tokens));
      if (reveal(again.accessToken) !== reveal(answer.tokens.accessToken)) throw new Error('another token');
      const exposed = JSON.stringify(exposedMembers(again.members, ['refresh_token']));
      if (/"refresh_token"/.test(exposed)) throw new Error('a refresh token is exposed');
    }),
    { numRuns: 1500 },
  );
  t.pass();
});

t.test('vendors read members but secrets, at any depth', async (t) => {
  const answer = read(
    response(200, {
      access_token: 'at',
      refresh_token: 'canary-1',
      id_token: 'canary-2',
      team: { id: 1, Client_Secret: 'canary-3', users: [{ name: 'a', REFRESH_TOKEN: 'canary-4' }] },
    }),
  );
  if (answer.kind !== 'tokens') throw new Error('no tokens');
  const { members } = answer.tokens;
  t.notMatch(JSON.stringify(exposedMembers(members, [])), /canary/);
  t.strictSame(exposedMembers(members, []).team, { id: 1, users: [{ name: 'a' }] });
  t.match(exposedMembers(members, ['id_token']), { id_token: 'canary-2' }, 'unless the definition exposes it');
  t.notMatch(
    JSON.stringify(exposedMembers(members, ['refresh_token', 'REFRESH_TOKEN'])),
    /canary-[14]/,
    'but never this',
  );
});

t.test('only token sets are read back', async (t) => {
  const { secret } = await import('../../src/secret.js');
  for (const text of ['{}', '{"access_token":"a"}', '{"access_token":1,"token_type":"b","members":"{}"}'])
    t.throws(() => parseTokenSet(secret(text)), TypeError);
});

import fc from 'fast-check';
import t from 'tap';
import type { ResponseDefinition } from '../../src/provider/definition.js';
import { reveal, secret } from '../../src/secret.js';
import { valueAt, without } from '../../src/token/answer-path.js';
import { processTokenResponse } from '../../src/token/token-response.js';
import type { TokenSet } from '../../src/token/token-set.js';
import { plain, readingOf, response } from '../engine.js';

const current: TokenSet = {
  accessToken: secret('old-at'),
  refreshToken: secret('old-rt'),
  tokenType: 'Bearer',
  members: secret('{"kept":1}'),
};

/** What an answer means to a definition with this response; a body that is no text is sent as JSON. */
function read(as: ResponseDefinition, status: number, body: unknown, more: { readonly current?: TokenSet } = {}) {
  const reading = readingOf({
    ...plain,
    token: { ...plain.token, response: as },
    refresh: { terminalErrors: ['1001', 'token_revoked'] },
  });
  return processTokenResponse({ ...reading, ...more }, response(status, body));
}
function tokensOf(answer: ReturnType<typeof read>) {
  if (answer.kind === 'failure') throw new Error(JSON.stringify(answer));
  return {
    access: reveal(answer.tokens.accessToken),
    refresh: answer.tokens.refreshToken && reveal(answer.tokens.refreshToken),
    members: JSON.parse(reveal(answer.tokens.members)) as Record<string, unknown>,
    scopes: answer.scopes,
  };
}

t.test('tokens stand where the definition says; the first path that leads to a text counts', async (t) => {
  const as = {
    accessToken: ['authed_user.access_token', 'data.0.token', 'access_token'],
    refreshToken: ['data.0.renewal', 'data.1', 'refresh_token'],
    scope: 'data.0.rights',
  };
  t.strictSame(
    tokensOf(
      read(as, 200, {
        authed_user: { access_token: '' },
        data: [{ token: 'at', renewal: 'rt', rights: ['a', 'b', 5] }, 'other-rt'],
        access_token: 'bot',
        refresh_token: 'bot-rt',
      }),
    ),
    {
      access: 'at',
      refresh: 'rt',
      members: {
        authed_user: { access_token: '' },
        data: [{ token: 'at', rights: ['a', 'b', 5] }, null],
        access_token: 'bot',
      },
      scopes: ['a', 'b'],
    },
    'and no refresh token stays among the members, wherever it stood',
  );
  t.equal(tokensOf(read(as, 200, { access_token: 'bot' })).access, 'bot');
  for (const odd of [null, 5, 'text', [], { data: [] }, { data: [{}] }, { data: { 0: 5 } }])
    t.match(
      read({ accessToken: ['data.0.token'] }, 200, odd),
      { kind: 'failure', class: 'ambiguous' },
      JSON.stringify(odd),
    );
});

t.test('paths: what is there is found, what is cut out is gone, the rest stays', async (t) => {
  const name = fc.stringMatching(/^[a-c0-2_]{1,2}$/);
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.dictionary(name, tie('node')),
      fc.array(tie('node'), { maxLength: 3 }),
    ),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(name, tree), fc.array(name, { minLength: 1, maxLength: 4 }), (root, names) => {
      const path = names.join('.');
      const before = JSON.stringify(root);
      const rest = without(root, path);
      if (JSON.stringify(root) !== before) throw new Error('it changed what was given');
      const found = valueAt(root, path);
      const left = valueAt(rest, path);
      if (found === undefined && JSON.stringify(rest) !== before) throw new Error('it cut what was not asked for');
      if (left !== undefined && left !== null) throw new Error(`still there: ${JSON.stringify(left)}`);
      const last = path.lastIndexOf('.');
      const parent = last < 0 ? root : valueAt(root, path.slice(0, last));
      if (found === undefined || parent === null || typeof parent !== 'object') return;
      for (const sibling of Object.keys(parent)) {
        if (sibling === names.at(-1)) continue;
        const at = last < 0 ? sibling : `${path.slice(0, last)}.${sibling}`;
        if (JSON.stringify(valueAt(rest, at)) !== JSON.stringify(valueAt(root, at))) throw new Error('another is gone');
      }
    }),
    { numRuns: 2000 },
  );
  t.equal(valueAt({}, 'constructor'), undefined, 'nothing is inherited');
  t.equal(valueAt(JSON.parse('{"__proto__": {"a": 1}}'), '__proto__.a'), 1);
  t.equal(valueAt('text', 'length'), undefined);
});

t.test('an answer of status 200 may be a failure', async (t) => {
  const slack = { success: { path: 'ok', values: ['true'] } };
  t.equal(tokensOf(read(slack, 200, { ok: true, access_token: 'at', error: 'ignored' })).access, 'at');
  const bad = read(slack, 200, { ok: false, error: 'token_revoked', access_token: 'at' });
  t.match(bad, { kind: 'failure', class: 'terminal', error: 'token_revoked', status: 200 });
  t.match(read(slack, 200, { ok: false }), { class: 'unknown', error: 'unsuccessful' });
  t.match(read(slack, 200, { access_token: 'at' }), { class: 'unknown', error: 'unsuccessful' }, 'what says nothing');
  t.match(read(slack, 200, '<html>'), { class: 'ambiguous' }, 'what cannot be read may have been done');
  const numbered = {
    ...{ success: { path: 'code', values: ['0', 'OK'] }, error: 'code', errorDescription: 'message' },
    ...{ accessToken: ['data.access_token'] },
  };
  t.equal(tokensOf(read(numbered, 200, { code: 0, data: { access_token: 'at' } })).access, 'at');
  t.match(read(numbered, 200, { code: 1001, message: 'gone', data: {} }), {
    ...{ class: 'terminal', error: '1001', errorDescription: 'gone' },
  });
  t.match(read(numbered, 200, { code: 7 }), { class: 'unknown', error: '7' });
  const failing = { failure: { path: 'errcode', except: ['0'] }, error: 'errcode' };
  t.equal(tokensOf(read(failing, 200, { errcode: 0, access_token: 'at' })).access, 'at');
  t.equal(tokensOf(read(failing, 200, { access_token: 'at' })).access, 'at');
  t.match(read(failing, 200, { errcode: 1001, access_token: 'at' }), { class: 'terminal', error: '1001' });
});

t.test('error codes and words stand where the definition says', async (t) => {
  const as = { error: 'fault.code', errorDescription: 'fault.message' };
  const told = { fault: { code: 'token_revoked', message: 'it is gone' } };
  t.match(read(as, 400, told), { class: 'terminal', error: 'token_revoked', errorDescription: 'it is gone' });
  t.match(read(as, 400, { fault: { code: 1001 } }), { class: 'terminal', error: '1001' }, 'numbers too');
  t.match(read(as, 400, { error: 'invalid_grant' }), { class: 'unknown' }, 'not where it usually stands');
  t.match(read(as, 401, { fault: 5 }), { class: 'misconfigured' });
  t.match(read(as, 503, told), { class: 'later' });
  t.equal(tokensOf(read({}, 200, { access_token: 'at', error: 0 })).access, 'at', 'beside tokens 0 is no error');
});

t.test('values that no text can be made of are no words of success, and break nothing', async (t) => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const odd = [deep, '{"toString": 1, "valueOf": 2}', '{"toString": {}}', '{}', '[]', '["true"]', '[["true"]]', 'null'];
  for (const value of odd) {
    const body = `{"access_token": "at", "ok": ${value}, "expires_in": ${value}, "error": ${value}, "scope": ${value}}`;
    t.match(read({ success: { path: 'ok', values: ['true'] } }, 200, body), { kind: 'failure', error: 'unsuccessful' });
    const never = { expiry: { path: 'ok', kind: 'seconds', never: ['true', '0'] } } as const;
    const answer = read(never, 200, body);
    t.equal(answer.kind, 'tokens', value.slice(0, 30));
    t.notOk('expiresInSeconds' in answer);
  }
});

t.test('a form is read only where it is declared', async (t) => {
  const form = 'access_token=a%2Bt&expires_in=3600&scope=a+b&access_token=second';
  t.match(read({}, 200, form), { kind: 'failure', class: 'ambiguous' });
  t.match(read({ format: 'json' }, 200, form), { kind: 'failure', class: 'ambiguous' });
  for (const format of ['form', 'json_or_form'] as const) {
    const answer = read({ format }, 200, ` ${form}\n`);
    t.match(answer, { kind: 'tokens', expiresInSeconds: 3600, scopes: ['a', 'b'] });
    t.equal(tokensOf(answer).access, 'a+t', 'the first of two counts');
    t.match(read({ format }, 200, 'error=invalid_grant&error_description=no'), {
      class: 'terminal',
      errorDescription: 'no',
    });
    for (const page of [
      '<html>&access_token=x&b=c',
      'no = &access_token=x',
      '',
      '=',
      '&a=b',
      'access_token',
      'a b=c',
      '{"a":1',
    ])
      t.match(read({ format }, 200, page), { kind: 'failure', class: 'ambiguous' }, page);
    t.match(read({ format }, 200, '__proto__=x&access_token=at'), { kind: 'tokens' });
  }
  t.equal(tokensOf(read({ format: 'json_or_form' }, 200, { access_token: 'at' })).access, 'at');
  t.match(read({ format: 'form' }, 200, { access_token: 'at' }), { class: 'ambiguous' }, 'and JSON is none');
});

t.test('a refresh without a token extends the old one only where the definition says so', async (t) => {
  const as = { noToken: 'extended', expiry: { path: 'expires_in', kind: 'seconds' } } as const;
  const answer = read(as, 200, { expires_in: 60 }, { current });
  t.match(answer, { kind: 'tokens', expiresInSeconds: 60, elapsedMs: 12 });
  t.equal(answer.kind === 'tokens' && answer.tokens, current);
  t.equal(tokensOf(read(as, 200, { access_token: 'new' }, { current })).access, 'new', 'a new one wins');
  t.match(read(as, 200, { expires_in: 60 }), { kind: 'failure', class: 'ambiguous' }, 'a first answer must bring one');
  t.match(read({}, 200, { expires_in: 60 }, { current }), { kind: 'failure', class: 'ambiguous' });
  t.match(read(as, 200, '<html>', { current }), { kind: 'failure', class: 'ambiguous' });
  t.match(read(as, 400, { expires_in: 60 }, { current }), { kind: 'failure', class: 'unknown' });
  t.match(read(as, 200, { error: 'invalid_grant' }, { current }), { kind: 'failure', class: 'terminal' });
});

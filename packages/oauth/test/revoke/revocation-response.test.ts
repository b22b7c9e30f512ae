import t from 'tap';
import type { HttpOutcome } from '../../src/ports.js';
import { processRevocationResponse } from '../../src/revoke/revocation-response.js';
import { response } from '../engine.js';

t.test('any success revokes, and so does a token that is gone already (RFC 7009 section 2.2)', async (t) => {
  for (const outcome of [response(200, ''), response(204, ''), response(200, '<html>'), response(200, { error: 'x' })])
    t.strictSame(processRevocationResponse(outcome), { kind: 'revoked' });
  for (const error of ['invalid_token', 'invalid_grant'])
    t.strictSame(processRevocationResponse(response(400, { error })), { kind: 'revoked' }, error);
  t.match(processRevocationResponse(response(400, { error: 'unsupported_token_type' })), {
    kind: 'unsupported_token_type',
  });
});

t.test('everything else is to be tried again, with its cause', async (t) => {
  const table: readonly (readonly [HttpOutcome, object])[] = [
    [response(400, { error: 'invalid_client' }), { status: 400, cause: 'invalid_client' }],
    [response(503, ''), { status: 503, cause: 'status 503' }],
    [response(302, ''), { status: 302, cause: 'status 302' }],
    [response(400, { error: 'canary Secret 123' }), { status: 400, cause: 'status 400' }],
    [response(400, { error: { toString: 1 } }), { status: 400, cause: 'status 400' }],
    [{ kind: 'not_sent', cause: 'ECONNREFUSED', elapsedMs: 1 }, { cause: 'ECONNREFUSED' }],
    [{ kind: 'no_answer', cause: 'timeout', elapsedMs: 1 }, { cause: 'timeout' }],
  ];
  for (const [outcome, failure] of table) t.match(processRevocationResponse(outcome), { kind: 'failed', ...failure });
});

t.test('where a definition says what a success holds, status 200 alone is none', async (t) => {
  const as = { success: { path: 'result.ok', values: ['true', '1'] }, error: 'result.code' } as const;
  for (const ok of [true, 'true', 1])
    t.match(processRevocationResponse(response(200, { result: { ok } }), as), { kind: 'revoked' });
  for (const body of [
    { result: { ok: false } },
    {},
    '',
    '<html>',
    '[]',
    '{"result": {"ok": {"toString": 1}}}',
    '{"result": {"ok": [true]}}',
  ])
    t.match(processRevocationResponse(response(200, body), as), { kind: 'failed', status: 200 }, JSON.stringify(body));
  t.match(processRevocationResponse(response(200, { result: { code: 'invalid_token' } }), as), { kind: 'revoked' });
  t.match(processRevocationResponse(response(500, { result: { ok: true } }), as), { kind: 'failed', status: 500 });
  const failing = { failure: { path: 'errcode', except: ['0'] } };
  t.match(processRevocationResponse(response(200, { errcode: 0 }), failing), { kind: 'revoked' });
  t.match(processRevocationResponse(response(200, ''), failing), { kind: 'revoked' });
  t.match(processRevocationResponse(response(200, { errcode: 40001 }), failing), { kind: 'failed' });
  const form = { format: 'form', success: { path: 'ok', values: ['yes'] } } as const;
  t.match(processRevocationResponse(response(200, 'ok=yes'), form), { kind: 'revoked' });
  t.match(processRevocationResponse(response(200, 'ok=no'), form), { kind: 'failed' });
});

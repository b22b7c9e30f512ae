import fc from 'fast-check';
import t from 'tap';
import { readAuthorizationResponse } from '../../src/callback/authorization-response.js';
import { issuerProblem } from '../../src/callback/session-integrity.js';
import { reveal } from '../../src/secret.js';
import { anyText } from '../any-text.js';
import { plain, serverOf } from '../engine.js';

t.test('a code with its state, issuer and context', async (t) => {
  const response = readAuthorizationResponse([
    ['code', 'c'],
    ['state', 's'],
    ['iss', 'https://as.example'],
    ['session_state', 'x'],
    ['scope', 'read'],
    ['realmId', '42'],
  ]);
  if (response.kind !== 'code') throw new Error(response.kind);
  t.equal(reveal(response.code), 'c');
  t.equal(response.state, 's');
  t.equal(response.iss, 'https://as.example');
  t.strictSame(response.context, { realmId: '42' });
});

t.test('an error, even beside a code', async (t) => {
  const response = readAuthorizationResponse([
    ['error', 'access_denied'],
    ['error_description', 'no'],
    ['code', 'c'],
    ['state', 's'],
  ]);
  const told = { kind: 'error', state: 's', error: 'access_denied', errorDescription: 'no' };
  t.strictSame(response, { ...told, others: {} });
});

t.test('what is malformed', async (t) => {
  t.match(readAuthorizationResponse([]), { kind: 'malformed', why: 'no_state' });
  t.match(readAuthorizationResponse([['code', 'c']]), { why: 'no_state' });
  t.match(
    readAuthorizationResponse([
      ['code', 'c'],
      ['state', ''],
    ]),
    { why: 'no_state' },
  );
  t.match(readAuthorizationResponse([['state', 's']]), { why: 'no_code_and_no_error' });
  t.match(
    readAuthorizationResponse([
      ['state', 's'],
      ['code', ''],
    ]),
    { why: 'no_code_and_no_error' },
  );
  for (const name of ['code', 'state', 'iss', 'error', 'error_description'])
    t.match(
      readAuthorizationResponse([
        ['code', 'c'],
        ['state', 's'],
        [name, '1'],
        [name, '2'],
      ]),
      { kind: 'malformed', why: 'duplicate_parameter' },
      name,
    );
});

t.test('context is bounded and holds no secret', async (t) => {
  const many = Array.from({ length: 50 }, (_, i) => [`p${i}`, 'x'.repeat(5000)] as const);
  const secrets = [
    'access_token',
    'refresh_token',
    'id_token',
    'Access_Token',
    'token',
    'client_secret',
    'password',
    'oauth_token',
    'access-token',
    'appSecret',
    'api_key',
  ];
  const response = readAuthorizationResponse([
    ['code', 'c'],
    ['state', 's'],
    ...secrets.map((name) => [name, 'canary'] as const),
    ['__proto__', 'x'],
    ['n'.repeat(101), 'x'],
    ...many,
  ]);
  if (response.kind !== 'code') throw new Error(response.kind);
  t.equal(Object.keys(response.context).length, 20);
  t.ok(Object.values(response.context).every((value) => value.length <= 1000));
  t.notMatch(JSON.stringify(response.context), /canary|__proto__/);
  t.equal(Object.getPrototypeOf(response.context), Object.prototype);
});

t.test('reading is total', async (t) => {
  const name = fc.oneof(fc.constantFrom('code', 'state', 'iss', 'error', '__proto__'), anyText());
  fc.assert(
    fc.property(fc.array(fc.tuple(name, anyText())), (parameters) => {
      const response = readAuthorizationResponse(parameters);
      if (response.kind === 'code' && ('code' in response.context || 'state' in response.context))
        throw new Error('a code in the context');
    }),
  );
  t.pass();
});

t.test('issuers are compared letter by letter (RFC 9207)', async (t) => {
  const issuer = 'https://as.example';
  const expecting = (iss: 'if_sent' | 'required') =>
    serverOf({ ...plain, authorize: { ...plain.authorize, iss } as never });
  const { issuer: _, ...nameless } = expecting('if_sent');
  t.equal(issuerProblem(expecting('if_sent'), issuer), undefined);
  t.equal(issuerProblem(expecting('if_sent'), undefined), undefined);
  t.equal(issuerProblem(expecting('required'), issuer), undefined);
  t.equal(issuerProblem(expecting('required'), undefined), 'missing');
  t.equal(issuerProblem(nameless, 'https://any.example'), undefined, 'nothing to compare with');
  for (const other of ['https://as.example/', 'https://AS.example', 'http://as.example', 'https://as.example.evil', ''])
    t.equal(issuerProblem(expecting('if_sent'), other), 'mismatch', other);
});

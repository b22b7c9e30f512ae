import fc from 'fast-check';
import t from 'tap';
import { type Secret, secret } from '../../src/secret.js';
import { accessTokenLifetime, jwtClaims } from '../../src/token/expiry.js';
import { anyText } from '../any-text.js';
import { epochMs } from '../engine.js';

const opaque = secret('opaque');
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What an answer with this `expires_in` says of its token. */
const lifetime = (expiresIn: unknown, token: Secret, defaultExpiresIn: number | undefined) =>
  accessTokenLifetime({ expires_in: expiresIn }, token, {
    response: {},
    ...(defaultExpiresIn === undefined ? {} : { defaultExpiresIn }),
    epochMs,
  });
const jwt = (claims: unknown) => `${base64url({ alg: 'none' })}.${base64url(claims)}.sig`;

t.test('the response comes first, then the default, then the token’s own hint', async (t) => {
  t.equal(lifetime(3600, opaque, 60), 3600);
  t.equal(lifetime('3600', opaque, 60), 3600);
  t.equal(lifetime(' 3600 ', opaque, 60), 3600);
  t.equal(lifetime(3599.9, opaque, undefined), 3599);
  t.equal(lifetime('3599.9', opaque, undefined), 3599);
  t.equal(lifetime(0, opaque, 60), 0);
  t.equal(lifetime(undefined, opaque, 60), 60);
  t.equal(lifetime(undefined, secret(jwt({ iat: 100, exp: 400 })), 60), 60);
  t.equal(lifetime(undefined, secret(jwt({ iat: 100, exp: 400 })), undefined), 300);
  t.equal(lifetime(undefined, opaque, undefined), undefined, 'unknown, which is not never');
});

t.test('what is no number of seconds is passed over', async (t) => {
  for (const odd of [
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    true,
    {},
    [],
    '',
    'soon',
    '-5',
    '1e3',
    '0x10',
    '3600s',
  ])
    t.equal(lifetime(odd, opaque, 60), 60, String(odd));
  t.equal(lifetime(1e300, opaque, undefined), 100 * 365 * 86_400, 'and the longest is a hundred years');
  t.equal(lifetime(undefined, secret(jwt({ exp: 400 })), undefined), undefined, 'exp alone needs a clock');
  t.equal(lifetime(undefined, secret(jwt({ iat: 500, exp: 400 })), undefined), undefined);
});

t.test('claims are read, whatever the token', async (t) => {
  t.strictSame(jwtClaims(jwt({ sub: 'ünï 漢字' })), { sub: 'ünï 漢字' });
  for (const token of ['', 'a.b', 'a.b.c', `a.${base64url([])}.c`, `a.${base64url(null)}.c`, 'a.!.c', 'a.4pi.c'])
    t.equal(jwtClaims(token), undefined, token);
  fc.assert(fc.property(anyText(), (text) => void jwtClaims(`a.${text}.b`)));
  fc.assert(fc.property(fc.base64String(), (text) => void jwtClaims(`a.${text.replaceAll('=', '')}.b`)));
});

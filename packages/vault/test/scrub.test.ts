import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { scrub } from '../src/index.js';

t.test('plain texts of providers stay as they are', async (t) => {
  for (const text of [
    'Token has been expired or revoked.',
    'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.',
    'The redirect_uri must match; see https://developers.example.com/identity/protocols/oauth2',
    'Contact jane.doe-with-a-long-name.2024@mail.example.com, please',
    'Unsupported Content-Type application/x-www-form-urlencoded at 2024-01-01T00:00:00Z',
    'grant_type urn:ietf:params:oauth:grant-type:jwt-bearer is not allowed (AuthorizationRequestDeniedException)',
    'Das Zugriffstoken ist ungültig: Zugriffsberechtigungsprüfung fehlgeschlagen',
    'ERR_HTTP2_STREAM_ERROR',
  ]) {
    t.equal(scrub(text), text);
  }
});

t.test('what looks like a token goes', async (t) => {
  for (const [text, expected] of [
    ['bad token 1//0gAbCdEfGhIjKlMnOpQrSt-uvw', 'bad token [removed]'],
    ['Bearer abcdef is wrong', 'Bearer [removed] is wrong'],
    ['code "4/0AX4XfWhz9-abcdEFGH1234"', 'code "[removed]"'],
    ['client_secret=hunter2&x=1', 'client_secret=[removed]&x=1'],
    ['{"refresh_token": "short"}', '{"refresh_token": "[removed]"}'],
    ['see https://user:pw@idp.example/cb?code=abc#frag', 'see https://idp.example/cb'],
    ['GET /cb?code=abc&x=1', 'GET /cb?code=[removed]&x=1'],
    ['id 8e6b0c2a-7f1d-4c3b-9a5e-0123456789ab.', 'id [removed]'],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXg`, '[removed]'],
  ] as const) {
    t.equal(scrub(text), expected);
  }
});

t.test('random tokens in any common alphabet never survive, wherever the text is cut', async (t) => {
  const token = fc
    .tuple(fc.integer({ min: 24, max: 64 }), fc.constantFrom('hex', 'base64', 'base64url'))
    .map(([length, form]) => randomBytes(length).toString(form as BufferEncoding));
  fc.assert(
    fc.property(token, fc.nat(5000), fc.constantFrom('', 'x', 'removed '), (value, at, filler) => {
      const text = `${'word '.repeat(at / 5)}${filler}${value} was refused`;
      const shown = scrub(text);
      if (shown.length > 300) throw new Error('too long');
      for (let i = 0; i + 12 <= value.length; i++) {
        if (shown.includes(value.slice(i, i + 12))) throw new Error(`${value} shows in ${shown}`);
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});

t.test('any text: no control or format character, at most 300 long, well formed, and stable', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (text) => {
      const shown = scrub(text);
      if (shown.length > 300) throw new Error('too long');
      if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(shown)) throw new Error('a control character');
    }),
    { numRuns: 500 },
  );
  t.equal(scrub('a\u0000b\u001b[31m\u202ec\n\nd'), 'a b [31m c d');
  t.equal(scrub(''), '');
});

t.test('a very long hostile text is read in a moment', async (t) => {
  for (const unit of ['a', 'aA', '@', 'a@', '://', 'Aa_', 'bearer ', '"'])
    t.ok(scrub(unit.repeat(500_000)).length <= 300);
});

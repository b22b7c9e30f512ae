import fc from 'fast-check';
import t from 'tap';
import { plainText, scrubbedText } from '../src/plain-text.js';
import { anyText } from './any-text.js';

t.test('what could deceive is taken out', async (t) => {
  t.equal(plainText('  a\r\nb\u0000c\u202egpj.exe\u2066x\u2028y\ufeff '), 'a b c gpj.exe x y');
  t.equal(plainText('ada@example.test — ünï 漢字 👩‍🚀'), 'ada@example.test — ünï 漢字 👩‍🚀');
  t.equal(plainText('x'.repeat(400)).length, 300);
});

t.test('the result is always a text that can be stored', async (t) => {
  t.equal(plainText(`${'x'.repeat(299)}🔑`), `${'x'.repeat(299)}\ufffd`, 'a pair is not cut in half');
  fc.assert(
    fc.property(anyText(400), (text) => {
      const plain = plainText(text);
      if (plain.length > 300 || /\p{Surrogate}|\p{Cc}/u.test(plain)) throw new Error(JSON.stringify(plain));
    }),
  );
});

t.test('tokens are scrubbed, words stay', async (t) => {
  const tokens = [
    'd41d8cd98f00b204e9800998ecf8427e',
    'rtc_0123456789abcdefghij',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    'AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGhIj',
    '1//0gabcdefghijklmnopq',
  ];
  for (const token of tokens) t.notMatch(scrubbedText(`The token ${token} has expired`), token);
  const sentence = 'The refresh_token is invalid, expired or revoked (unsupported_grant_type). See docs.';
  t.equal(scrubbedText(sentence), sentence);
});

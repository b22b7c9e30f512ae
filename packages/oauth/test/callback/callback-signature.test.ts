import { createHmac } from 'node:crypto';
import t from 'tap';
import { isSignedCallback } from '../../src/callback/callback-signature.js';
import { secret } from '../../src/secret.js';

const parameters = [
  ['code', '0907a61c0c8d55e99db179b68161bc00'],
  ['shop', 'some-shop.example.com'],
  ['state', 'r1.abc'],
  ['timestamp', '1337178173'],
] as const;
const over = parameters.map(([name, value]) => `${name}=${value}`).join('&');

for (const encoding of ['hex', 'base64'] as const) {
  t.test(`a callback signed in ${encoding}`, async (t) => {
    const hmac = createHmac('sha256', 'hush').update(over).digest(encoding);
    const signed = [...parameters, ['hmac', hmac]] as const;
    const signature = { parameter: 'hmac', encoding };
    t.equal(await isSignedCallback(signature, signed, secret('hush')), true);
    t.equal(await isSignedCallback(signature, [...signed].reverse(), secret('hush')), true, 'in any order');
    t.equal(await isSignedCallback(signature, signed, secret('other')), false, 'another secret');
    t.equal(await isSignedCallback(signature, signed, undefined), false, 'no secret');
    t.equal(await isSignedCallback(signature, parameters, secret('hush')), false, 'no signature');
    t.equal(await isSignedCallback(signature, [...signed, ['hmac', hmac]], secret('hush')), false, 'two signatures');
    t.equal(await isSignedCallback(signature, [...signed, ['x', '1']], secret('hush')), false, 'one more parameter');
    for (const [index, [name, value]] of parameters.entries()) {
      const changed = signed.map((pair, at) => (at === index ? ([name, `${value}x`] as const) : pair));
      t.equal(await isSignedCallback(signature, changed, secret('hush')), false, `another ${name}`);
    }
  });
}

t.test('a signature fits one reading of the parameters only', async (t) => {
  // Signed was a state of the attacker's own making; read otherwise, the same text names another shop.
  const told = 'code=c&host=h&shop=mine.example.com&state=x&shop=other.example.com&state=r1.abc';
  const hmac = createHmac('sha256', 'hush').update(told).digest('hex');
  const parameters = [
    ['code', 'c'],
    ['host', 'h&shop=mine.example.com&state=x'],
    ['hmac', hmac],
    ['shop', 'other.example.com'],
    ['state', 'r1.abc'],
  ] as const;
  t.equal(await isSignedCallback({ parameter: 'hmac', encoding: 'hex' }, parameters, secret('hush')), false);
});

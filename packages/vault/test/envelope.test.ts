import fc from 'fast-check';
import t from 'tap';
import { encodeEnvelope, parseEnvelope } from '../src/envelope.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const envelopes = fc.record({
  keyId: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
  nonce: bytes(12),
  tag: bytes(16),
  ciphertext: fc.uint8Array({ maxLength: 200 }),
});

t.test('an envelope read back is the envelope written', async (t) => {
  fc.assert(
    fc.property(envelopes, (envelope) => {
      const parsed = parseEnvelope(encodeEnvelope(envelope));
      t.equal(parsed?.keyId, envelope.keyId);
      for (const part of ['nonce', 'tag', 'ciphertext'] as const) {
        if (!parsed || Buffer.compare(parsed[part], envelope[part]) !== 0) throw new Error(`${part} differs`);
      }
    }),
    { numRuns: 50 },
  );
});

t.test('any bytes are an envelope or undefined, and an envelope is read from one form only', async (t) => {
  const nearly = envelopes.chain((envelope) => {
    const whole = encodeEnvelope(envelope);
    return fc.tuple(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255)).map(([cut, at, value]) => {
      const changed = Uint8Array.from(whole);
      changed[at] = value;
      return changed.subarray(0, cut);
    });
  });
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 120 }), nearly), (bytes) => {
      const parsed = parseEnvelope(bytes);
      if (!parsed) return;
      read++;
      if (Buffer.compare(encodeEnvelope(parsed), bytes) !== 0) throw new Error('two forms of one envelope');
    }),
    { numRuns: 2000 },
  );
  t.ok(read > 0, 'some were envelopes');
});

t.test('a bad key id, nonce or tag is refused when writing', async (t) => {
  const good = { keyId: 'k', nonce: new Uint8Array(12), tag: new Uint8Array(16), ciphertext: new Uint8Array(0) };
  t.throws(() => encodeEnvelope({ ...good, keyId: '' }), TypeError);
  t.throws(() => encodeEnvelope({ ...good, keyId: 'é' }), TypeError);
  t.throws(() => encodeEnvelope({ ...good, nonce: new Uint8Array(11) }), TypeError);
  t.throws(() => encodeEnvelope({ ...good, tag: new Uint8Array(15) }), TypeError);
});

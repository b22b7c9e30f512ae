import { createHash } from 'node:crypto';
import t from 'tap';
import { codeChallengeS256, createCodeVerifier } from '../../src/authorize/pkce.js';
import { createState, regionOfState } from '../../src/authorize/state.js';
import { reveal } from '../../src/secret.js';
import { seededRandom } from '../../testing/memory/seeded-random.js';

const random = seededRandom();

t.test('a state names its region and is never the same', async (t) => {
  const states = Array.from({ length: 200 }, () => createState(random, 'eu-west-1'));
  t.equal(new Set(states).size, 200);
  for (const state of states) t.match(state, /^eu-west-1\.[A-Za-z0-9_-]{43}$/);
  t.equal(regionOfState(states[0] ?? ''), 'eu-west-1');
});

t.test('a region that could not be read back is refused at once', async (t) => {
  for (const region of ['', 'EU', 'eu west', 'eu.west', 'é', 'x'.repeat(33)])
    t.throws(() => createState(random, region), RangeError, region);
});

t.test('what was never ours has no region', async (t) => {
  const [region, bits] = createState(random, 'eu').split('.') as [string, string];
  for (const text of ['', bits, `.${bits}`, `${region}.`, `${region}.${bits}x`, `${region}.${bits.slice(1)}`])
    t.equal(regionOfState(text), undefined, text);
  for (const text of [`${region}.${bits}\n`, ` ${region}.${bits}`, `EU.${bits}`, `<b>.${bits}`, `a.b.${bits}`])
    t.equal(regionOfState(text), undefined, JSON.stringify(text));
});

t.test('PKCE', async (t) => {
  // RFC 7636 appendix B
  t.equal(
    await codeChallengeS256('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'),
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  );
  const verifier = reveal(createCodeVerifier(random));
  t.match(verifier, /^[A-Za-z0-9_-]{43}$/);
  t.equal(await codeChallengeS256(verifier), createHash('sha256').update(verifier).digest('base64url'));
});

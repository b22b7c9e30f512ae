import { inspect } from 'node:util';
import t from 'tap';
import { reveal, type Secret, secret } from '../src/secret.js';

const canary = 'canary-5ecret-value';

t.test('a secret never prints', async (t) => {
  const wrapped = secret(canary);
  const error = new Error(`failed with ${wrapped}`, { cause: wrapped });
  const shown = {
    String: String(wrapped),
    template: `${wrapped}`,
    concatenation: 'a'.concat(wrapped as unknown as string),
    JSON: JSON.stringify({ wrapped, list: [wrapped] }),
    inspect: inspect(wrapped, { showHidden: true, depth: 9 }),
    'inspect within': inspect(
      { deep: { list: [wrapped] }, map: new Map([['a', wrapped]]) },
      { depth: 9, showHidden: true },
    ),
    'inspect of an error': inspect(error, { showHidden: true }),
    'error stack': String(error.stack),
    locale: (wrapped as unknown as { toLocaleString(): string }).toLocaleString(),
    'own keys': Reflect.ownKeys(wrapped).join(),
    spread: JSON.stringify({ ...wrapped }),
    entries: JSON.stringify(Object.entries(wrapped)),
    clone: inspect(structuredClone({ ...wrapped })),
    assigned: inspect(Object.assign({}, wrapped)),
  };
  for (const [how, text] of Object.entries(shown)) t.notMatch(text, /canary/, how);
  t.equal(String(wrapped), '[secret]');
  t.equal(JSON.stringify({ wrapped }), '{"wrapped":"[secret]"}');
});

t.test('only reveal gives the text', async (t) => {
  t.equal(reveal(secret(canary)), canary);
  t.equal(reveal(secret('')), '');
  t.throws(() => reveal({ toString: () => canary } as unknown as Secret), TypeError);
  t.throws(() => reveal(structuredClone({}) as unknown as Secret), TypeError);
  const wrapped = secret(canary);
  t.throws(() => Object.assign(wrapped as object, { toString: () => canary }), 'nor can it be changed');
});

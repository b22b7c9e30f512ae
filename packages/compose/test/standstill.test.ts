import t from 'tap';
import { watchStandstill } from '../src/standstill.js';

t.test('a standstill is noticed by whoever asks first, and remembered', async (t) => {
  let now = 5000;
  const standstill = watchStandstill({ monotonic: () => now }, 2000);
  t.teardown(() => standstill.close());
  t.equal(standstill.until(), 5000, 'its beginning');
  now += 2900;
  t.equal(standstill.until(), 5000, 'busy, and late for its next sign of life');
  now += 3100;
  t.equal(standstill.until(), 11_000);
  now += 500;
  t.equal(standstill.until(), 11_000);
});

import t from 'tap';
import { gather } from '../src/gather.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

t.test('calls of one turn, and those that come while all statements are under way, share one', async (t) => {
  const asked: (readonly number[])[] = [];
  const answers: (() => void)[] = [];
  const double = gather<number, number>({ atOnce: 1, most: 3 }, (numbers) => {
    asked.push(numbers);
    return new Promise((resolve) => answers.push(() => resolve(numbers.map((number) => 2 * number))));
  });
  const first = [double(1), double(2)];
  await turn();
  t.same(asked, [[1, 2]]);
  const later = [3, 4, 5, 6].map(double);
  await turn();
  t.equal(asked.length, 1, 'one at once');
  answers[0]?.();
  t.same(await Promise.all(first), [2, 4], 'each its own answer');
  t.same(asked[1], [3, 4, 5], 'no more than so many in one');
  answers[1]?.();
  await Promise.all(later.slice(0, 3));
  answers[2]?.();
  t.same(await Promise.all(later), [6, 8, 10, 12]);
});

t.test('a statement that fails fails for those who share it, and for nobody else', async (t) => {
  const fail = gather<string, string>({ atOnce: 2, most: 10 }, async (wanted) => {
    if (wanted.includes('bad')) throw new Error('no');
    return wanted;
  });
  const together = await Promise.allSettled([fail('good'), fail('bad')]);
  t.same(
    together.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  t.equal(await fail('good'), 'good');
});

import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { watchSchedules } from '../src/schedule.js';
import { createTickRunner } from '../src/tick-runner.js';

const logger = { info() {}, warn() {}, error() {} };

t.test('starts while a handler runs give exactly one more run', async (t) => {
  let calls = 0;
  const ends: (() => void)[] = [];
  const refresh = () => {
    calls++;
    return new Promise<{ more: 'no' }>((resolve) => ends.push(() => resolve({ more: 'no' })));
  };
  const runner = createTickRunner({ handlers: { refresh }, ring: async () => {}, logger });
  for (let i = 0; i < 5; i++) runner.start('refresh');
  t.equal(calls, 1);
  ends.shift()?.();
  await wait(1);
  t.equal(calls, 2);
  ends.shift()?.();
  await wait(1);
  t.equal(calls, 2);
  runner.start('refresh');
  t.equal(calls, 3, 'and it can be started again');
  ends.shift()?.();
  runner.start('reap'); // no handler
  await runner.stop();
});

t.test('no start is lost, whenever it comes', async (t) => {
  let due = 0;
  const refresh = async () => {
    due = 0;
    return { more: 'no' } as const;
  };
  const runner = createTickRunner({ handlers: { refresh }, ring: async () => {}, logger });
  for (let i = 0; i < 2_000; i++) {
    due++;
    runner.start('refresh');
    // A varying number of microtasks puts the next start at every point of the run before.
    for (let j = 0; j < i % 9; j++) await undefined;
  }
  await wait(5);
  t.equal(due, 0);
});

t.test('a handler that always says more is paused, and stops when told', async (t) => {
  let calls = 0;
  let rings = 0;
  const refresh = async () => ({ more: calls++ >= 0 ? 'yes' : 'no' }) as const;
  const ring = async () => {
    rings++;
  };
  const runner = createTickRunner({ handlers: { refresh }, ring, logger });
  runner.start('refresh');
  await wait(100);
  await runner.stop();
  t.ok(calls > 1 && calls < 100, `${calls} calls`);
  t.equal(rings, calls);
  const before = calls;
  runner.start('refresh');
  await wait(30);
  t.equal(calls, before);
});

t.test('a tick is silent when its schedule stands still for three intervals, or was never seen', async (t) => {
  let now = 0;
  const watch = watchSchedules(['refresh', 'reap'], 1_000, () => now);
  now = 2_999;
  t.strictSame(watch.silent(), []);
  t.strictSame(watch.observe(new Map([['refresh', 10]])), ['reap']);
  now = 3_001;
  t.strictSame(watch.silent(), ['reap']);
  now = 5_000;
  t.strictSame(
    watch.observe(
      new Map([
        ['refresh', 5],
        ['reap', 7],
      ]),
    ),
    [],
    'a change is a change, also backwards',
  );
  now = 8_001;
  t.strictSame(watch.silent(), ['refresh', 'reap']);
  watch.observe(
    new Map([
      ['refresh', 5],
      ['reap', 8],
    ]),
  );
  t.strictSame(watch.silent(), ['refresh']);
});

t.test('a full worker rings for others once a second at most, and goes on by itself', async (t) => {
  const rung: string[] = [];
  let calls = 0;
  let goOn: (() => void) | undefined;
  const refresh = async (_ring: unknown, again: () => void) => {
    calls++;
    goOn = again;
    return { more: 'elsewhere' } as const;
  };
  const runner = createTickRunner({ handlers: { refresh }, ring: async (tick) => void rung.push(tick), logger });
  runner.start('refresh');
  await wait(1);
  t.same([calls, rung], [1, ['refresh']], 'not called again by itself, however much is left');
  goOn?.();
  await wait(1);
  t.same([calls, rung], [2, ['refresh']]);
  await runner.stop();
  goOn?.();
  t.equal(calls, 2, 'nor after the end');
});

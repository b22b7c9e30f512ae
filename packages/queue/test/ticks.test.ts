import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { TickName } from '@latchkey/oauth';
import t, { type Test } from 'tap';
import { openBell, startTicks, type TickHandlers, tickNames } from '../src/index.js';
import { backends, type TestQueue } from './queue-servers.js';

/** A logger that keeps its messages. */
function keepLog() {
  const lines: string[] = [];
  const log = (level: string) => (_fields: object, message: string) => lines.push(`${level}: ${message}`);
  return { lines, info: log('info'), warn: log('warn'), error: log('error') };
}

/** Handlers for every tick that count their calls. */
function countCalls() {
  const calls: Record<TickName, number> = { refresh: 0, revoke: 0, poll: 0, deliver: 0, reap: 0 };
  const handlers = Object.fromEntries(
    tickNames.map((tick) => [tick, async () => ({ more: calls[tick]++ < 0 ? 'yes' : 'no' })]),
  ) as TickHandlers;
  return { calls, handlers };
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await wait(10);
  }
}

const works = /the queue works again/;
const fails = /the queue fails/;
const hour = 3_600_000;

for (const [name, start] of Object.entries(backends)) {
  if (typeof start === 'string') {
    t.test(name, { skip: start }, () => {});
    continue;
  }
  t.test(name, async (t) => {
    const queue: TestQueue = await start();
    t.teardown(() => queue.close());
    /** Each test has a queue of its own. */
    const at = () => ({ url: queue.url, prefix: `t${randomBytes(6).toString('hex')}` });
    const ticking = async (t: Test, options: Parameters<typeof startTicks>[0]) => {
      const ticks = await startTicks(options);
      t.teardown(() => ticks.close());
      return ticks;
    };

    t.test('every tick rings again and again, and leaves nothing behind', async (t) => {
      const { calls, handlers } = countCalls();
      const logger = keepLog();
      await ticking(t, { ...at(), handlers, everyMs: 100, logger });
      await until('five rings of each', () => tickNames.every((tick) => calls[tick] >= 5));
      t.strictSame(logger.lines, []);
      const waiting = await queue.jobs();
      t.ok(waiting <= 2 * tickNames.length, `${waiting} jobs: the next ring of each, and perhaps one being heard`);
    });

    t.test('a bell rings in another process; rings of one tick merge, and none is lost', async (t) => {
      const where = at();
      let looks = 0;
      let running = 0;
      let row: 'none' | 'due' = 'none';
      const refresh = async () => {
        t.equal(++running, 1, 'never twice at once in a process');
        const seen = row;
        await wait(20);
        if (seen === 'due') {
          row = 'none';
          looks++;
        }
        running--;
        return { more: 'no' } as const;
      };
      await ticking(t, { ...where, handlers: { refresh }, everyMs: hour, logger: keepLog() });
      const bell = await openBell({ ...where, logger: keepLog() });
      t.teardown(() => bell.close());
      for (let i = 1; i <= 20; i++) {
        row = 'due'; // committed, then rung
        await Promise.all([bell.ring('refresh'), bell.ring('refresh')]);
        await until(`ring ${i} is heard`, () => row === 'none');
      }
      t.ok(looks >= 20);
      await bell.ring('reap');
    });

    t.test('a tick that leaves rows behind is called again, and idle workers join in', async (t) => {
      const where = at();
      let rows = 0;
      const claimed = [0, 0, 0];
      const worker = (i: number) => ({
        refresh: async () => {
          const free = Math.min(5, rows);
          rows -= free;
          claimed[i] = (claimed[i] ?? 0) + free;
          await wait(20);
          return { more: free === 5 ? 'yes' : 'no' } as const;
        },
      });
      for (const i of claimed.keys())
        await ticking(t, { ...where, handlers: worker(i), everyMs: hour, logger: keepLog() });
      const bell = await openBell({ ...where, logger: keepLog() });
      t.teardown(() => bell.close());
      rows = 500;
      await bell.ring('refresh');
      await until('all rows are claimed', () => rows === 0);
      t.ok(
        claimed.every((count) => count > 0),
        `every worker had some: ${claimed}`,
      );
    });

    t.test('a handler that fails is logged, and called again at the next tick', async (t) => {
      let calls = 0;
      const logger = keepLog();
      const refresh = async () => {
        if (++calls === 1) throw new Error('once');
        return { more: 'no' } as const;
      };
      await ticking(t, { ...at(), handlers: { refresh }, everyMs: 100, logger });
      await until('another call', () => calls >= 2);
      t.strictSame(logger.lines, ['error: a tick failed']);
    });

    t.test('a wiped queue heals by itself', async (t) => {
      const where = at();
      const { calls, handlers } = countCalls();
      const logger = keepLog();
      await ticking(t, { ...where, handlers, everyMs: 200, logger });
      await until('it ticks', () => tickNames.every((tick) => calls[tick] >= 2));
      for (let i = 0; i < 3; i++) {
        await queue.wipe();
        const before = { ...calls };
        await until('it ticks again', () => tickNames.every((tick) => calls[tick] >= before[tick] + 5));
        await until('the schedules are back', async () => (await queue.jobs()) >= tickNames.length);
      }
      await until(
        'by the queue, not by the local timer',
        () => fails.test(logger.lines.join()) === works.test(logger.lines.join()),
      );
    });

    t.test('close waits for what runs, and starts nothing after', async (t) => {
      const where = at();
      let finish = () => {};
      let calls = 0;
      let ended = 0;
      const refresh = async () => {
        calls++;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        ended++;
        return { more: 'yes' } as const;
      };
      const ticks = await startTicks({ ...where, handlers: { refresh }, everyMs: 50, logger: keepLog() });
      await until('it runs', () => calls === 1);
      let closed = false;
      const closing = ticks.close().then(() => {
        closed = true;
      });
      await wait(300);
      t.equal(closed, false);
      finish();
      await closing;
      t.equal(ended, 1);
      await wait(200);
      t.equal(calls, 1);
    });

    const shared = queue.url === process.env.TEST_REDIS_URL && 'needs a redis-server of its own: install it';
    t.test(
      'while the queue is away ticks go on, are logged once, and come from it again later',
      { skip: shared },
      async (t) => {
        const where = at();
        const { calls, handlers } = countCalls();
        const logger = keepLog();
        const ticks = await ticking(t, { ...where, handlers, everyMs: 200, logger });
        const bell = await openBell({ ...where, logger: keepLog() });
        t.teardown(() => bell.close());
        await until('it ticks', () => tickNames.every((tick) => calls[tick] >= 2));
        await bell.ring('reap');

        await queue.away();
        await until('the outage is noticed', () => fails.test(logger.lines.join()));
        const before = { ...calls };
        await until('it ticks all the same', () => tickNames.every((tick) => calls[tick] >= before[tick] + 3));
        const unrung = calls.refresh;
        await ticks.ring('refresh');
        await until('a ring is answered by the worker itself', () => calls.refresh > unrung);
        await t.rejects(bell.ring('refresh'), 'a bell says that it was not heard');

        await queue.back();
        await until('it ticks by the queue again', () => works.test(logger.lines.join()));
        await until('the bell rings again', () =>
          bell.ring('reap').then(
            () => true,
            () => false,
          ),
        );
        t.strictSame(
          logger.lines.map((line) => line.split(':')[0]),
          ['warn', 'info'],
        );
      },
    );

    t.test('a worker that starts while the queue is away joins it later', { skip: shared }, async (t) => {
      const where = at();
      const { calls, handlers } = countCalls();
      const logger = keepLog();
      await queue.away();
      await ticking(t, { ...where, handlers, everyMs: 200, logger });
      await until('it ticks by itself', () => tickNames.every((tick) => calls[tick] >= 2));
      await queue.back();
      await until('it ticks by the queue', () => works.test(logger.lines.join()));
      const bell = await openBell({ ...where, logger: keepLog() });
      t.teardown(() => bell.close());
      await bell.ring('reap');
    });

    t.test('closing ends while the queue is away', { skip: shared }, async (t) => {
      const { calls, handlers } = countCalls();
      const where = at();
      const ticks = await startTicks({ ...where, handlers, everyMs: 200, logger: keepLog() });
      const bell = await openBell({ ...where, logger: keepLog() });
      await bell.ring('refresh');
      await until('it ticks', () => calls.refresh > 0);
      await queue.away();
      await Promise.all([ticks.close(), bell.close()]);
      await queue.back();
      t.pass();
    });
  });
}

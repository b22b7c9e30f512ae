import t from 'tap';
import { queues } from '../e2e/queues.js';
import type { Fault } from './fault.js';

/** Runs a row in its short form as a test; the command `npm run faults` runs it as the table says, on every queue. */
export function shortForm(fault: Fault, ...on: readonly ('postgres' | 'redis')[]): void {
  t.jobs = on.length;
  for (const queue of queues.filter(({ name }) => on.includes(name))) {
    const skip = fault.skip || queue.skip;
    t.test(`${fault.fault}; queue on ${queue.name}`, { skip, buffered: true }, async (t) => {
      const verdict = await fault.run({ scope: t, size: 'short', timesDivisor: fault.timesDivisor, queue });
      t.comment(verdict.done);
      t.comment(verdict.ledger);
      for (const { what, wrong } of verdict.checks) t.strictSame(wrong, [], what);
      t.equal(verdict.lost, 0, 'no connection is lost');
    });
  }
}

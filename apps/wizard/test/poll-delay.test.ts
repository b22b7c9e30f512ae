import t from 'tap';
import { pollDelay } from '../src/client/poll-delay.js';

const quiet = { underWayFor: undefined, connected: 'none', tab: 'visible', door: 'answering' } as const;

t.test('while something is under way: 2 s for 30 s, then 5 s, then 15 s after 3 minutes', async (t) => {
  const at = (underWayFor: number) => pollDelay({ ...quiet, tab: 'hidden', underWayFor });
  t.same([0, 29_999, 30_000, 179_999, 180_000].map(at), [2000, 2000, 5000, 5000, 15_000]);
});

t.test('with nothing under way: slowly, only where a connection can change and someone looks', async (t) => {
  t.equal(pollDelay(quiet), undefined);
  t.equal(pollDelay({ ...quiet, connected: 'some' }), 15_000);
  t.equal(pollDelay({ ...quiet, connected: 'some', tab: 'hidden' }), undefined);
});

t.test('an unreachable door is tried again, but not hammered', async (t) => {
  t.equal(pollDelay({ ...quiet, door: 'unreachable' }), 15_000);
  t.equal(pollDelay({ ...quiet, door: 'unreachable', underWayFor: 0 }), 5000);
});

import fc from 'fast-check';
import t from 'tap';
import { withNewest, withOlder } from '../src/client/log-page.js';
import { logText } from '../src/client/log-text.js';
import { events as sample } from './wizard-states.js';

/** `count` events, newest first, numbered from `newest` down. */
const events = (newest: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `evt_${newest - index}`,
    at: new Date((newest - index) * 1000).toISOString(),
    kind: 'renewed',
    severity: 'good' as const,
  }));

t.test('reading on and refreshing show each event once, newest first, without a gap', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 0, max: 40 }),
      (total, size, added) => {
        const all = events(total, total);
        const first = withNewest(undefined, { events: all.slice(0, size), before: 'a' });
        const known = withOlder(first, { events: all.slice(size - 1, size * 2), before: 'b' });
        const now = [...events(total + added, added), ...all];
        const { events: seen } = withNewest(known, { events: now.slice(0, size), before: 'c' });
        const expected = now.slice(0, seen.length).map(({ id }) => id);
        return JSON.stringify(seen.map(({ id }) => id)) === JSON.stringify(expected);
      },
    ),
  );
});

t.test('what is copied for support names no person and no address', async (t) => {
  const text = logText('conn_crm', sample);
  t.match(text, /2031-05-14T07:12:00Z {2}reauthorization_required {2}grant_rejected/);
  t.match(text, 'req_01DEMO7Q2M4X');
  t.notMatch(text, /Pat Placeholder|192\.0\.2\.17/);
});

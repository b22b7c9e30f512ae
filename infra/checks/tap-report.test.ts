import t from 'tap';
import { createTapReport } from '../tap-report.mjs';

function reportOf(tap: string, code = 0) {
  const report = createTapReport('apps/api/test/a.test.ts');
  for (const line of tap.split('\n')) report.read(line);
  return report.end({ code, seconds: 1.234 });
}

const PASSING_FILE = `TAP version 14
# Subtest: works
    ok 1 - one
    1..1
ok 1 - works # time=3ms
ok 2 - needs a browser # SKIP no Chromium
1..2
# { total: 2, pass: 1, skip: 1 }
# time=1500ms`;
const FAILING_FILE = `TAP version 14
# Subtest: adds
    ok 1 - fine
    not ok 2 - should be equal
      ---
      diff: |
        -1
        +2
      ...
    1..2
    # failed 1 of 2 tests
not ok 1 - adds # time=10ms
1..1
# { total: 2, pass: 1, fail: 1 }`;

t.test('a file that passed is one line, with what it skipped', async (t) => {
  t.same(reportOf(PASSING_FILE), {
    lines: ['skipped needs a browser: no Chromium', 'ok apps/api/test/a.test.ts (1.2 s)'],
    ...{ passed: 1, failed: 0, skipped: 1, ok: true },
  });
});

t.test('a file that failed is shown whole, but for what passed in it', async (t) => {
  const { lines, ...counts } = reportOf(FAILING_FILE, 1);
  const shown = lines.join('\n');
  for (const line of [
    'not ok 2 - should be equal',
    '        +2',
    'not ok apps/api/test/a.test.ts (1.2 s), exit code 1',
  ])
    t.ok(shown.includes(line), line);
  t.notMatch(shown, 'fine');
  t.same(counts, { passed: 1, failed: 1, skipped: 0, ok: false });
});

t.test('it is not ok with a bad exit code, or when the file ended in the middle', async (t) => {
  t.match(reportOf(PASSING_FILE, 1), { failed: 1, ok: false });
  t.match(reportOf('TAP version 14\nok 1 - one', 0), { failed: 1, ok: false });
  t.match(reportOf('', 143), { passed: 0, failed: 1, ok: false });
});

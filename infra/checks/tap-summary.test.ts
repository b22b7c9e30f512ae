import t from 'tap';
import { createTapSummary } from '../tap-summary.mjs';

function summaryOf(tap: string, exitCode = 0) {
  const written: string[] = [];
  const summary = createTapSummary((line: string) => written.push(line));
  for (const line of tap.split('\n')) summary.read(line);
  return { ...summary.end(exitCode), written };
}

const PASSING_FILE = `TAP version 14
1..2
# Subtest: apps/api/test/a.test.ts
    # Subtest: works
        ok 1 - one
        1..1
    ok 1 - works # time=3ms
    ok 2 - needs a browser # SKIP no Chromium
    1..2
ok 1 - apps/api/test/a.test.ts # time=1234.5ms
`;
const FAILING_FILE = `# Subtest: apps/api/test/b.test.ts
    ok 1 - fine
    not ok 2 - should be equal
      ---
      diff: |
        -1
        +2
      ...
    1..2
    # failed 1 of 2 tests
not ok 2 - apps/api/test/b.test.ts # time=10ms
  ---
  exitCode: 1
  ...
`;

t.test('a file that passed is one line, with what it skipped', async (t) => {
  const { written, ...counts } = summaryOf(`${PASSING_FILE}# { total: 2, pass: 1, skip: 1 }\n# time=1500ms`);
  t.same(written, ['skipped needs a browser: no Chromium', 'ok apps/api/test/a.test.ts (1.2 s)']);
  t.same(counts, { passed: 1, failed: 0, skipped: 1, ok: true });
});

t.test('a file that failed is shown whole, but for what passed in it', async (t) => {
  const { written, ...counts } = summaryOf(
    `${PASSING_FILE}${FAILING_FILE}# { total: 4, pass: 2, fail: 1, skip: 1 }`,
    1,
  );
  const shown = written.slice(2).join('\n');
  for (const line of [
    'not ok 2 - should be equal',
    '        +2',
    'not ok 2 - apps/api/test/b.test.ts',
    '  exitCode: 1',
  ])
    t.ok(shown.includes(line), line);
  t.notMatch(shown, 'fine');
  t.same(counts, { passed: 2, failed: 1, skipped: 1, ok: false });
});

t.test('it is not ok without a passing test, with a bad exit code, or when tap ended in the middle', async (t) => {
  t.equal(summaryOf('# { total: 1, pass: 0, skip: 1 }').ok, false);
  t.equal(summaryOf('# { total: 1, pass: 1 }', 1).ok, false);
  t.same(summaryOf(PASSING_FILE, 143), {
    ...{ passed: 0, failed: 0, skipped: 0, ok: false },
    written: ['skipped needs a browser: no Chromium', 'ok apps/api/test/a.test.ts (1.2 s)'],
  });
});

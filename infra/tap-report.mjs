const COUNTS = /^# \{ total: .*\}$/;
const PASSING = /^\s*ok \d+/;
const SKIPPED = /^\s*ok \d+ - (.*?) # SKIP ?(.*)$/;
const PLAN = /^\s*\d+\.\.\d+$|^\s*$/;

/**
 * Reads the TAP of one test file, line by line. `end({ code, seconds })` returns `lines` to show (one for a file that
 * passed, and all but what passed for one that failed), the counts of assertions, and whether the file passed.
 */
export function createTapReport(name) {
  const block = [];
  let counts = '';
  const read = (line) => {
    if (COUNTS.test(line)) counts = line;
    else block.push(line);
  };
  const end = ({ code, seconds }) => {
    const count = (word) => Number(new RegExp(`\\b${word}: (\\d+)`).exec(counts)?.[1] ?? 0);
    const [passed, skipped] = [count('pass'), count('skip') + count('todo')];
    const ok = code === 0 && count('fail') === 0 && counts !== '';
    const failed = ok ? 0 : Math.max(1, count('fail')); // a file that ended in the middle told no counts
    const time = `(${seconds.toFixed(1)} s)`;
    const lines = ok
      ? [...block.filter((line) => SKIPPED.test(line)).map(skippedLine), `ok ${name} ${time}`]
      : [`# ${name}`, ...block.filter((line) => !isNoise(line)), `not ok ${name} ${time}, exit code ${code}`];
    return { lines, passed, failed, skipped, ok };
  };
  return { read, end };
}

function skippedLine(line) {
  const [, test, reason] = SKIPPED.exec(line);
  return `skipped ${test}: ${reason}`;
}

function isNoise(line) {
  if (PASSING.test(line)) return !/# (SKIP|TODO)/.test(line);
  return PLAN.test(line) || /^(TAP version|# time=)/.test(line);
}

const FILE_BEGINS = /^# Subtest: (.*)$/;
const FILE_ENDS = /^(not )?ok \d+ - (.*?)(?: # (?:time=([\d.]+)ms|(.*)))?(?: \{)?$/;
const COUNTS = /^# \{ total: .*\}$/;
const PASSING = /^\s*ok \d+/;
const PLAN = /^\s*\d+\.\.\d+$|^\s*$/;

/**
 * Reads the TAP of one tap run, line by line, and writes a line for each file that passed and, for one that failed,
 * all of it but what passed. `end(exitCode)` returns the counts of assertions that tap told in its last lines.
 */
export function createTapSummary(write) {
  let block = [];
  let counts = '';
  const flush = () => {
    for (const line of block) if (!isNoise(line)) write(line);
    block = [];
  };
  const read = (line) => {
    if (COUNTS.test(line)) counts = line;
    const result = FILE_ENDS.exec(line);
    if (FILE_BEGINS.test(line)) {
      flush(); // what came between two files
      block.push(line);
    } else if (result) {
      const [, not, name, time] = result;
      if (not) {
        block.push(line);
        flush();
      } else {
        for (const skipped of block.filter((it) => /^\s*ok .* # SKIP/.test(it)))
          write(`skipped ${skippedName(skipped)}`);
        block = [];
        write(`ok ${name}${time ? ` (${(Number(time) / 1000).toFixed(1)} s)` : ''}`);
      }
    } else block.push(line);
  };
  const end = (exitCode) => {
    flush();
    const count = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(counts)?.[1] ?? 0);
    const [passed, failed, skipped] = [count('pass'), count('fail'), count('skip') + count('todo')];
    return { passed, failed, skipped, ok: exitCode === 0 && failed === 0 && passed > 0 };
  };
  return { read, end };
}

const skippedName = (line) =>
  line
    .trim()
    .replace(/^ok \d+ - /, '')
    .replace(' # SKIP', ':');

function isNoise(line) {
  if (PASSING.test(line)) return !/# (SKIP|TODO)/.test(line);
  return PLAN.test(line) || COUNTS.test(line) || /^(TAP version|# time=|# No coverage)/.test(line);
}

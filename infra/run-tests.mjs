import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { bundlesFolder, bundleTests } from './bundle-tests.mjs';
import { cleanUpWith, exitCodeOf } from './child.mjs';
import { keepLogs } from './secret-shapes.mjs';
import { createSourceLocations } from './source-locations.mjs';
import { createTapReport } from './tap-report.mjs';

/** Twice as many as there are processors: a test waits for others more than half of its time. */
const JOBS = 2 * availableParallelism();
/** Of a test, unless it says otherwise; a file as a whole has the time of the slowest. */
const TEST_SECONDS = 240;
const FILE_SECONDS = 600;

const windows = process.platform === 'win32';

/**
 * Runs each test file (paths from the root) in a process of its own, a few at a time, and prints a line for each that
 * passed and everything that a failing one says. Returns the counts of assertions, and whether all is well.
 *
 * Not tap's own runner: that one puts three loaders into every process, which then takes four seconds to start.
 */
export async function runTests(files, env) {
  const bundles = await bundleTests(files);
  const toSources = createSourceLocations(bundlesFolder);
  const total = { passed: 0, failed: 0, skipped: 0, ok: true };
  const logs = keepLogs();
  const waiting = files.map((file, index) => ({ file, bundle: bundles[index] }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { lines, ok, ...counts } = await runFile(next, { ...env, TEST_LOG_FOLDER: logs.folder }, (line) =>
        process.stderr.write(`${toSources([line])}\n`),
      );
      console.log((ok ? lines : toSources(lines)).join('\n'));
      for (const name of ['passed', 'failed', 'skipped']) total[name] += counts[name];
      total.ok &&= ok;
    }
  };
  await Promise.all(Array.from({ length: JOBS }, work));
  judgeLogs(logs.judge(), total);
  return { ...total, ok: total.ok && total.passed > 0 };
}

/** A last test of its own: nothing that looks like a secret is in anything that was logged in all of the tests. */
function judgeLogs({ lines, found }, total) {
  if (lines === 0) return; // no process of Latchkey was started
  for (const line of found) console.log(`# ${line}`);
  console.log(`${found.length === 0 ? 'ok' : 'not ok'} no secret-shaped string in ${lines} lines that were logged`);
  total.passed += found.length === 0 ? 1 : 0;
  total.failed += found.length;
  total.ok &&= found.length === 0;
}

async function runFile({ file, bundle }, env, onErrorLine) {
  const began = performance.now();
  const child = spawn(process.execPath, [bundle], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !windows, // a group of its own, so that nothing that it started is left behind
    env: { ...env, TAP_TIMEOUT: String(TEST_SECONDS) },
  });
  const killAll = () => {
    try {
      if (windows) child.kill('SIGKILL');
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  };
  const stop = cleanUpWith(async () => killAll());
  const report = createTapReport(file);
  const tooLong = setTimeout(() => {
    report.read(`# not ended after ${FILE_SECONDS} s`);
    killAll();
  }, FILE_SECONDS * 1000);
  const exited = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(exitCodeOf(code, signal)));
  });
  // What outlives its test must not hold its output open.
  void exited.then(killAll);
  createInterface({ input: child.stderr }).on('line', onErrorLine);
  for await (const line of createInterface({ input: child.stdout })) report.read(line);
  const code = await exited;
  clearTimeout(tooLong);
  await stop();
  return report.end({ code, seconds: (performance.now() - began) / 1000 });
}

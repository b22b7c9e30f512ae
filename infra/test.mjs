import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cleanUpWith } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { installAndBuild } from './install.mjs';
import { createTapSummary } from './tap-summary.mjs';
import { startTestPostgres, startTestRedis } from './test-servers.mjs';

/**
 * `npm test`: builds, starts throwaway servers and runs tap once over every test, or over the files given. Arguments
 * that begin with `-` go to tap. The last line is `N passed, N failed` (assertions), and `, N skipped` if some were.
 *
 * Tests find in their environment: TEST_DATABASE_URL (superuser's URL of the template database), TEST_ROLE_PASSWORD,
 * TEST_REDIS_URL, TEST_CHROMIUM (path) and TEST_CHROMIUM_ARGS (JSON); the last three only where there is one.
 */
export async function test(args) {
  const progress = await installAndBuild(4);
  progress.next();
  progress.say('starting Postgres, Redis and Chromium');
  const [postgres, redis, chromium] = await Promise.all([startTestPostgres(), startTestRedis(), findChromium()]);
  if (!redis)
    console.log('No redis-server was found, so its tests are skipped. To install it: apt-get install redis-server');
  if (!chromium)
    console.log('No Chromium could be started, so its tests are skipped. To install it: apt-get install chromium');
  progress.next();
  progress.say('testing');
  const files = args.filter((arg) => !arg.startsWith('-'));
  const options = args.filter((arg) => arg.startsWith('-'));
  const summary = await runTap([...options, ...(files.length > 0 ? files : testFiles())], {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${new URL('load-tests.mjs', import.meta.url)}`.trim(),
    TEST_DATABASE_URL: postgres.url,
    TEST_ROLE_PASSWORD: postgres.rolePassword,
    ...(redis && { TEST_REDIS_URL: redis.url }),
    ...(chromium && { TEST_CHROMIUM: chromium.path, TEST_CHROMIUM_ARGS: JSON.stringify(chromium.args) }),
  });
  await Promise.all([postgres.stop(), redis?.stop()]);
  const { passed, failed, skipped } = summary;
  console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return summary.ok ? 0 : 1;
}

/** The longest first, so that none is left running alone at the end. */
function testFiles() {
  const inside = (folder) =>
    (existsSync(folder) ? readdirSync(folder) : []).map((name) => path.join(folder, name, 'test'));
  return ['infra/e2e', ...inside('apps'), ...inside('packages'), 'infra/checks'].flatMap(testFilesBelow);
}

function testFilesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name))
    .sort();
}

const windows = process.platform === 'win32';

/** Runs tap and prints one line per file, and everything that a failing file says. */
async function runTap(args, env) {
  const tap = spawn('tap', ['--reporter=tap', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: windows,
    // A group of its own, because tap ends without its tests when it is told to end.
    detached: !windows,
    env,
  });
  const stop = cleanUpWith(async () => {
    try {
      if (!windows) process.kill(-tap.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  });
  const summary = createTapSummary((line) => console.log(line));
  const closed = new Promise((resolve) => tap.once('close', resolve));
  for await (const line of createInterface({ input: tap.stdout })) summary.read(line);
  const code = await closed;
  await stop();
  return summary.end(code);
}

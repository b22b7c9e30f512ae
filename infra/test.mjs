import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { StepError } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { installAndBuild } from './install.mjs';
import { runTests } from './run-tests.mjs';
import { environmentOf, startTestPostgres, startTestRedis } from './test-servers.mjs';

/**
 * `npm test`: builds, starts throwaway servers and runs every test, or the files given. The last line is
 * `N passed, N failed` (assertions), and `, N skipped` if some were. `--without-servers` before the files starts and builds
 * nothing, for tests that need nothing.
 *
 * Tests find in their environment: TEST_DATABASE_URL (superuser's URL of the template database), TEST_ROLE_PASSWORD,
 * TEST_REDIS_URL, TEST_CHROMIUM (path) and TEST_CHROMIUM_ARGS (JSON); the last three only where there is one.
 */
export async function test([first, ...rest]) {
  const withoutServers = first === '--without-servers';
  const named = withoutServers || first === undefined ? rest : [first, ...rest];
  const unknown = named.find((file) => !existsSync(file) || !file.endsWith('.test.ts'));
  if (unknown)
    throw new StepError(`"${unknown}" is no test file. From the checkout's root: npm test -- apps/…/x.test.ts`);
  const files = named.length > 0 ? named : testFiles();
  if (withoutServers) return conclude(await runTests(files, process.env));
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
  const summary = await runTests(files, environmentOf({ postgres, redis, chromium }));
  await Promise.all([postgres.stop(), redis?.stop()]);
  return conclude(summary);
}

function conclude({ passed, failed, skipped, ok }) {
  console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return ok ? 0 : 1;
}

/** The longest first, so that none is left running alone at the end. */
function testFiles() {
  const inside = (folder) =>
    (existsSync(folder) ? readdirSync(folder) : []).map((name) => path.join(folder, name, 'test'));
  return ['infra/e2e', 'infra/faults', ...inside('apps'), ...inside('packages'), 'infra/checks'].flatMap(
    testFilesBelow,
  );
}

function testFilesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => path.join(folder, name))
    .sort();
}

import path from 'node:path';
import { runOpenly, StepError } from './child.mjs';
import { findChromium } from './chromium.mjs';
import { installAndBuild, root } from './install.mjs';
import { environmentOf, startTestPostgres } from './test-servers.mjs';

/**
 * `npm run attacks [-- PART-OF-A-NAME …]`: every attack of infra/e2e/attacks, each with its honest twin and once more
 * against a composition without its defence. A line for each; the last one is `N passed, N failed`, where an attack passes
 * that fails for the attacker. Exits with 1 when one did not, and when there is no Chromium to try with.
 */
export async function attacks(args) {
  const progress = await installAndBuild(3);
  progress.next();
  progress.say('starting Postgres and Chromium');
  const chromium = await findChromium();
  if (!chromium) throw new StepError('No Chromium could be started. To install it: apt-get install chromium');
  const postgres = await startTestPostgres();
  try {
    return await runOpenly(
      process.execPath,
      [`--import=${new URL('bench/load.mjs', import.meta.url)}`, path.join(root, 'infra/e2e/attacks/main.ts'), ...args],
      {
        shell: false,
        env: environmentOf({ postgres, chromium }),
      },
    );
  } finally {
    await postgres.stop();
  }
}

import path from 'node:path';
import { runOpenly } from './child.mjs';
import { installAndBuild, root } from './install.mjs';
import { environmentOf, startTestPostgres } from './test-servers.mjs';

/**
 * `npm run fuzz [-- --requests=N --seed=N --only=OPERATION]`: sends the API's built process requests that are drawn from its
 * own OpenAPI document, 20,000 of them unless said otherwise: valid, nearly valid and hostile. The last line has the counts;
 * the exit code is not 0 when an answer was not as it must be.
 */
export async function fuzz(args) {
  const progress = await installAndBuild(3);
  progress.next();
  progress.say('starting Postgres');
  const postgres = await startTestPostgres();
  try {
    return await runOpenly(
      process.execPath,
      [`--import=${new URL('bench/load.mjs', import.meta.url)}`, path.join(root, 'infra/fuzz/main.ts'), ...args],
      {
        shell: false,
        env: environmentOf({ postgres }),
      },
    );
  } finally {
    await postgres.stop();
  }
}

import { bundleTests } from './bundle-tests.mjs';
import { runOpenly } from './child.mjs';
import { installAndBuild } from './install.mjs';
import { environmentOf, startTestPostgres, startTestRedis } from './test-servers.mjs';

/** Those of a machine that is there for these databases; the embedded server's own are for `npm start`. */
const settings = { shared_buffers: '512MB', max_wal_size: '4GB', checkpoint_timeout: '15min' };

/**
 * `npm run faults [-- NAME …]`: Latchkey's built processes under every row of the fault table, or those named, on the
 * Postgres queue and on Redis, with servers of its own that leave nothing behind. The last line is `N passed, N failed`.
 *
 * `--real-time` divides no time; `--queue=postgres|redis`; `--short` runs the sizes of `npm test`; `--jobs=N` at a time.
 */
export async function faults(args) {
  const progress = await installAndBuild(3);
  progress.next();
  progress.say('starting Postgres and Redis');
  const [postgres, redis] = await Promise.all([startTestPostgres({ settings }), startTestRedis()]);
  try {
    const [bundle] = await bundleTests(['infra/faults/main.ts']);
    return await runOpenly(process.execPath, ['--enable-source-maps', bundle, ...args], {
      shell: false,
      env: environmentOf({ postgres, redis }),
    });
  } finally {
    await Promise.all([postgres.stop(), redis?.stop()]);
  }
}

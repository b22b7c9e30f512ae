import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runOpenly, StepError } from './child.mjs';
import { installAndBuild, root } from './install.mjs';
import { environmentOf, startTestPostgres, startTestRedis } from './test-servers.mjs';

/** A folder each, whose file of the same name runs it. */
const folder = path.join(root, 'infra/bench');

/** Those of a machine with 16 GB that is there for this database; the embedded server's own are for `npm start`. */
const settings = { shared_buffers: '4GB', max_wal_size: '4GB', checkpoint_timeout: '15min' };

/**
 * `npm run bench -- NAME [options]`: measures Latchkey's built processes beside a floor, on a Postgres and a Redis of its
 * own that leave nothing behind. The last line of stdout is one JSON object with `name`, `ours`, `floor` and `ratio`.
 *
 * `--rounds=N`, `--seconds=N` (of a round, where it has a fixed length), `--connections=N` and `--minutes=N` (smaller runs of
 * those that make many), `--profile=FOLDER` (CPU profiles of the processes).
 */
export async function bench([name, ...options]) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  if (!names.includes(name)) throw new StepError(`Name a benchmark: npm run bench -- ${names.join(' | ')}`);
  const progress = await installAndBuild(3, process.stderr); // the last line of stdout belongs to the result
  progress.next();
  progress.say('starting Postgres and Redis');
  const [postgres, redis] = await Promise.all([
    startTestPostgres({ durability: 'durable', settings }),
    startTestRedis(),
  ]);
  try {
    return await runOpenly(
      process.execPath,
      [`--import=${new URL('bench/load.mjs', import.meta.url)}`, path.join(folder, 'main.ts'), name, ...options],
      {
        shell: false,
        env: environmentOf({ postgres, redis }),
      },
    );
  } finally {
    await Promise.all([postgres.stop(), redis?.stop()]);
  }
}

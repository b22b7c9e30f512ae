import { openSync, writeSync } from 'node:fs';
import path from 'node:path';

let opened = 0;

/**
 * Takes a copy of each line that a process of Latchkey logs in a test, for the search for secret-shaped strings at the end
 * of `npm test` (infra/secret-shapes.mjs). Synchronous, so that nothing is missing when the test's process ends.
 */
export function keepLog(name: string): (line: string) => void {
  const folder = process.env.TEST_LOG_FOLDER;
  if (folder === undefined) return () => undefined;
  const test = path.basename(process.argv[1] ?? '', '.test.mjs');
  opened += 1;
  const file = openSync(path.join(folder, `${test} of ${name}-${process.pid}-${opened}.log`), 'a');
  return (line) => void writeSync(file, line.endsWith('\n') ? line : `${line}\n`);
}

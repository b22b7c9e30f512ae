import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runOpenly } from './child.mjs';
import { generateFiles, staleFiles } from './generated-files.mjs';
import { installAndBuild } from './install.mjs';
import { startTestPostgres } from './test-servers.mjs';

/** `npm run fix`: formats, applies the linter's safe corrections and writes the generated files anew. */
export async function fix() {
  const progress = await installAndBuild(3);
  progress.next();
  progress.say('formatting and generating');
  const code = await runOpenly('biome', ['check', '--write']);
  const postgres = await startTestPostgres();
  try {
    const generated = await generateFiles(postgres.url);
    for (const file of staleFiles(generated)) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, generated.get(file));
      console.log(`wrote ${file}`);
    }
  } finally {
    await postgres.stop();
  }
  return code;
}

import { runQuietly } from './child.mjs';
import { generateFiles, hasOpenapi, staleFiles } from './generated-files.mjs';
import { installAndBuild } from './install.mjs';
import { startTestPostgres } from './test-servers.mjs';

/** What a step found: `ok`, and lines to show when it failed (`output`) or in any case (`notes`). */
const passed = (notes = '') => ({ ok: true, output: '', notes });
const failed = (output) => ({ ok: false, output, notes: '' });

/** `npm run check`: everything that can be judged without running the tests. Exit code 1 when a step failed. */
export async function check() {
  const progress = await installAndBuild(3);
  progress.next();
  progress.say('checking');
  const steps = [
    ['format and lint', () => program('biome', ['ci', '--error-on-warnings', '--colors=off'])],
    ['types', () => program('tsc', ['--project', 'tsconfig.tests.json'])],
    ['architecture', () => program(process.execPath, ['--import=tsx', 'infra/checks/architecture.ts'])],
    ['packages', () => program(process.execPath, ['--import=tsx', 'infra/checks/package-pins.ts'])],
    ['threat model', () => program(process.execPath, ['--import=tsx', 'infra/checks/threat-model.ts'])],
  ];
  let ok = true;
  for (const [name, run] of steps) ok = (await report(name, run)) && ok;
  const postgres = await startTestPostgres();
  try {
    ok = (await report('schema drift', () => schemaDrift(postgres.url))) && ok;
    ok = (await report('generated files', () => generatedFiles(postgres.url))) && ok;
  } finally {
    await postgres.stop();
  }
  return ok ? 0 : 1;
}

async function report(name, run) {
  const startedAt = performance.now();
  const { ok, output, notes } = await run().catch((error) => failed(error.message));
  if (!ok) console.log(`\n${output.trim()}\n`);
  if (notes.trim()) console.log(notes.trim());
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  return ok;
}

async function program(command, args, env = {}) {
  const { code, output } = await runQuietly(command, args, { env: { ...process.env, ...env } });
  if (code !== 0) return failed(output);
  return passed(
    output
      .split('\n')
      .filter((line) => line.startsWith('note: '))
      .join('\n'),
  );
}

/** The migrations make what the schema says; for what Prisma does not see there is the catalogue, a generated file. */
async function schemaDrift(url) {
  const paths = ['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'];
  const result = await program('prisma', ['migrate', 'diff', ...paths, '--exit-code'], { DATABASE_URL: url });
  if (result.ok) return result;
  return failed(
    `${result.output}\nprisma/schema.prisma and prisma/migrations say different things: write a migration (CONTRIBUTING.md).`,
  );
}

async function generatedFiles(url) {
  const stale = staleFiles(await generateFiles(url));
  if (stale.length > 0)
    return failed(`Out of date: ${stale.join(', ')}. Run "npm run fix" and look at the difference.`);
  return passed(
    hasOpenapi() ? '' : 'note: the API does not print an OpenAPI description yet, so there is none to compare',
  );
}

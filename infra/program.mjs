import { existsSync } from 'node:fs';
import { runOpenly, StepError } from './child.mjs';
import { install, installAndBuild, progressOf } from './install.mjs';

/** `npm run build` */
export async function buildOnly() {
  await installAndBuild(2);
  return 0;
}

/** `npm run migrate`: applies the migrations to the database of the environment. */
export const migrate = (args) => runProgram('apps/latchkey/dist/migrate.js', args);

/** `npm run operator -- <command>`: the operator's commands. */
export const operator = (args) => runProgram('apps/latchkey/dist/operator.js', args);

/** `npm run providers:check`: the catalogue's conformance run, for all providers or those of the keys given. */
export const providersCheck = (args) => runProgram('packages/providers/dist/conformance/main.js', args);

async function runProgram(file, args) {
  await installAndBuild(2, process.stderr); // stdout belongs to the program
  if (!existsSync(file)) throw new StepError(`${file} was not built.`);
  return runOpenly(process.execPath, ['--enable-source-maps', file, ...args], { shell: false });
}

/** `npm run prisma -- <arguments>`: the Prisma CLI with our schema engine; `DATABASE_URL` for commands that need one. */
export async function prisma(args) {
  const progress = progressOf(1, process.stderr);
  progress.next();
  await install(progress.say);
  return runOpenly('prisma', args);
}

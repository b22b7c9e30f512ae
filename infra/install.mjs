import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runQuietly, StepError } from './child.mjs';

/** The checkout. Every task runs with it as its working folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
// pnpm has a folder of its own: `npx pnpm` would prefer, and could delete under itself, a copy in node_modules.
const pnpmFolder = path.join(root, '.tools', packageManager.replace('@', '-'));
const pnpmBin = path.join(pnpmFolder, 'node_modules', '.bin');
const bin = path.join(root, 'node_modules', '.bin');
const STAMP = path.join('node_modules', '.install-stamp');

prepareEnvironment(process.env);

function prepareEnvironment(env) {
  env.PATH = [pnpmBin, bin, env.PATH].join(path.delimiter); // turbo looks for pnpm on PATH, too
  env.TURBO_TELEMETRY_DISABLED ??= '1';
  env.CHECKPOINT_DISABLE ??= '1'; // Prisma's own telemetry
  env.PRISMA_HIDE_UPDATE_MESSAGE ??= '1';
  env.npm_config_update_notifier ??= 'false';
  // npm's and pnpm's defaults wait more than a minute before they say that there is no network.
  env.npm_config_fetch_retries ??= '4';
  env.npm_config_fetch_retry_mintimeout ??= '1000';
  env.npm_config_fetch_retry_maxtimeout ??= '8000';
  delete env.npm_config_package; // set by `npx -p node@22 …`; it would lead a nested npm astray
  if (!isWritable(homedir())) {
    env.HOME = path.join(root, '.tools', 'home'); // for the caches of npm and pnpm
    mkdirSync(env.HOME, { recursive: true });
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs pnpm and the packages of the lockfile, when that was not done for this very lockfile. `progress(text)` tells. */
export async function install(progress) {
  const key = installKey();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === key) return;
  progress('installing packages (once; about 700 MB on disk)');
  if (!existsSync(path.join(pnpmBin, process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm'))) {
    const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    await fetchWith('npm', ['install', `--prefix=${pnpmFolder}`, ...options, packageManager], progress);
  }
  await fetchWith('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], progress);
  writeFileSync(STAMP, key);
}

/** What an installation depends on: the manifests, the lockfile, and the kind of machine. */
function installKey() {
  const manifests = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(folder).map((name) => path.join(folder, name, 'package.json')),
  );
  const hash = createHash('sha256').update([process.platform, process.arch].join());
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests.filter(existsSync)])
    hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

const NO_NETWORK = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|SOCKET_TIMEOUT/;

async function fetchWith(command, args, progress) {
  let shownAt = Date.now();
  const onLine = (line) => {
    if (!line.startsWith('Progress:') || Date.now() - shownAt < 4000) return;
    shownAt = Date.now();
    progress(line.replace('Progress: ', '  '));
  };
  const { code, output } = await runQuietly(command, args, { onLine });
  if (code === 0) return;
  const failure = NO_NETWORK.exec(output)?.[0];
  const advice = failure
    ? `The npm registry could not be reached (${failure}). The first start needs the network; later ones do not. ` +
      'Behind a proxy, set HTTPS_PROXY; for another registry, run "npm config set registry <url>".'
    : `"${command} ${args[0]}" failed with exit code ${code}.`;
  throw new StepError(`${output.trim()}\n\n${advice}`);
}

/** Builds every package that is not up to date. */
export async function build() {
  const args = [
    'run',
    'build',
    '--output-logs=errors-only',
    '--log-order=grouped',
    '--continue=dependencies-successful',
  ];
  const { code, output } = await runQuietly('turbo', args);
  if (code !== 0) throw new StepError(`${output.trim()}\n\nThe build failed.`);
}

/** Tells what is being done, as short lines: `[2/3] building`. */
export function progressOf(total, stream = process.stdout) {
  let step = 0;
  return {
    next: () => {
      step++;
    },
    say: (text) => stream.write(text.startsWith(' ') ? `      ${text.trim()}\n` : `[${step}/${total}] ${text} …\n`),
  };
}

/** The first two steps of every task: install and build. Returns the progress to go on with. */
export async function installAndBuild(total, stream) {
  const progress = progressOf(total, stream);
  progress.next();
  await install(progress.say);
  progress.next();
  progress.say('building');
  await build();
  return progress;
}

import { spawn } from 'node:child_process';
import { exitCodeOf } from './child.mjs';
import { installAndBuild } from './install.mjs';

const startedAt = Date.now() - Math.round(process.uptime() * 1000);
const parent = process.ppid;

/**
 * Builds and runs all of Latchkey in one process. The application gets the moment at which we were started (milliseconds
 * since 1970) in LATCHKEY_STARTED_AT. It is always allowed to stop cleanly; a second Ctrl-C is passed on as well.
 */
export async function start(args) {
  const progress = await installAndBuild(3);
  progress.next();
  progress.say('starting');
  const child = spawn(process.execPath, ['--enable-source-maps', 'apps/latchkey/dist/main.js', ...args], {
    // The channel tells the application when this process is killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, LATCHKEY_STARTED_AT: String(startedAt) },
    // Out of the terminal's group: Ctrl-C would otherwise arrive twice, once from the terminal and once from here.
    detached: process.platform !== 'win32',
  });
  for (const [received, passedOn] of [
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
  ]) {
    process.removeAllListeners(received); // of the steps before
    process.on(received, () => child.kill(passedOn));
  }
  // A SIGTERM to npm kills npm and its shell and leaves us; nothing else tells us.
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 500);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      resolve(exitCodeOf(code, signal));
    });
  });
}

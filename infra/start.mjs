import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { exitCodeOf } from './child.mjs';
import { installAndBuild } from './install.mjs';

const startedAt = Date.now() - Math.round(process.uptime() * 1000);
/** The same press of Ctrl-C, or the same closing of a terminal, arrives more than once: from the terminal and from npm. */
const SAME_SIGNAL_MS = 200;

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
  const wasTold = passOnSignals(child);
  const stopWatching = whenStarterIsGone(() => {
    if (!wasTold()) child.kill('SIGTERM');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stopWatching();
      resolve(exitCodeOf(code, signal));
    });
  });
}

/** Returns whether a signal was passed on, of which a second one would cut off the clean stop. */
function passOnSignals(child) {
  let last = 0;
  for (const [received, passedOn] of [
    ['SIGINT', 'SIGINT'],
    ['SIGTERM', 'SIGTERM'],
    ['SIGHUP', 'SIGTERM'],
  ]) {
    process.removeAllListeners(received); // those of the steps before
    process.on(received, () => {
      if (Date.now() - last > SAME_SIGNAL_MS) child.kill(passedOn);
      last = Date.now();
    });
  }
  return () => last > 0;
}

/**
 * Calls `onGone` once when the process that started us has ended: a signal to npm may kill only npm, or npm and its
 * shell, and nothing tells us. Under npm that process is our parent's parent. Returns a function that stops watching.
 */
function whenStarterIsGone(onGone) {
  const starter = () => [process.ppid, process.env.npm_lifecycle_event ? parentOf(process.ppid) : undefined].join();
  const first = starter();
  const watch = setInterval(() => {
    if (starter() === first) return;
    clearInterval(watch);
    onGone();
  }, 500);
  return () => clearInterval(watch);
}

/** Linux only; `undefined` elsewhere. */
function parentOf(pid) {
  try {
    // "pid (name) state ppid …", where the name may hold anything.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[1];
  } catch {
    return undefined;
  }
}

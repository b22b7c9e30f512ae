import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';

/** A step failed; the message is for people and complete. */
export class StepError extends Error {
  name = 'StepError';
}

const windows = process.platform === 'win32';
/** Programs that run, and what resolves when each has ended. */
const running = new Map();
const cleanups = new Set();

/** The same press of Ctrl-C arrives more than once: from the terminal and from npm. */
const SAME_SIGNAL_MS = 200;
let lastSignal = Number.NEGATIVE_INFINITY;
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    // Ctrl-C reaches the children too; a signal to this process alone must not leave them behind.
    if (performance.now() - lastSignal > SAME_SIGNAL_MS) for (const child of running.keys()) child.kill('SIGTERM');
    lastSignal = performance.now();
    if (isEnding) return;
    isEnding = true;
    void end(signal);
  });

/** Children first: some of them need the servers that the clean-ups stop to come to a good end. */
async function end(signal) {
  await Promise.all(running.values());
  for (const cleanup of cleanups) await cleanup().catch(() => {});
  process.exit(exitCodeOf(null, signal));
}

/** Has `cleanup` called, once, when this process is told to end or when the returned function is called. */
export function cleanUpWith(cleanup) {
  let cleaned;
  const cleanOnce = () => {
    cleaned ??= cleanup();
    return cleaned;
  };
  cleanups.add(cleanOnce);
  return () => cleanOnce().finally(() => cleanups.delete(cleanOnce));
}

/** A shell's convention: 128 and the signal's number. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Runs a program with our terminal and resolves to its exit code. */
export async function runOpenly(command, args, options = {}) {
  const { code } = await follow(spawn(command, args, { stdio: 'inherit', shell: windows, ...options }), command);
  return code;
}

/**
 * Runs a program and resolves to `{ code, output, stdout }`; nothing of it is shown, but each line of output is given to
 * `onLine` while it runs.
 */
export async function runQuietly(command, args, { onLine = () => {}, ...options } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], shell: windows, ...options });
  let [output, stdout] = ['', ''];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (stream === child.stdout) stdout += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
  }
  const { code } = await follow(child, command);
  return { code, output, stdout };
}

function follow(child, command) {
  const ended = once(child, 'close')
    .then(([code, signal]) => ({ code: exitCodeOf(code, signal) }))
    .catch((error) => {
      throw new StepError(error.code === 'ENOENT' ? `The program "${command}" was not found.` : String(error));
    })
    .finally(() => running.delete(child));
  const settled = ended.catch(() => {}); // for `end`; whoever started it gets the error
  running.set(child, settled);
  return ended;
}

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A step failed; the message is for people and complete. */
export class StepError extends Error {
  name = 'StepError';
}

const windows = process.platform === 'win32';
const running = new Set();
const cleanups = new Set();

// Ctrl-C reaches the children too; a signal to this process alone must not leave them behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, async () => {
    for (const child of running) child.kill('SIGTERM');
    for (const cleanup of cleanups) await cleanup().catch(() => {});
    process.exit(exitCodeOf(null, signal));
  });

/** Calls `cleanup` when this process is told to end, until the returned function is called, which calls it too. */
export function cleanUpWith(cleanup) {
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    return cleanup();
  };
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
  running.add(child);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      running.delete(child);
      reject(new StepError(error.code === 'ENOENT' ? `The program "${command}" was not found.` : String(error)));
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: exitCodeOf(code, signal) });
    });
  });
}

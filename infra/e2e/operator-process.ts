import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { keepLog } from './kept-log.js';

/** An operator's command as a process of its own. */
export interface OperatorProcess {
  /** What it has printed so far. */
  readonly lines: readonly string[];
  /** SIGINT is Ctrl-C. */
  signal(signal: 'SIGINT'): void;
  kill(): Promise<void>;
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>;
}

const root = path.resolve(import.meta.dirname, '../..');

export function startOperator(t: Test, env: NodeJS.ProcessEnv, args: readonly string[]): OperatorProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', 'apps/latchkey/dist/operator.js', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = keepLog('operator');
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      keep(line);
      t.comment(`operator: ${line}`);
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  t.teardown(() => void child.kill('SIGKILL'));
  return {
    lines,
    ended,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

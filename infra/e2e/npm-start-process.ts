import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Test } from 'tap';
import { freePort } from './free-port.js';
import { keepLog } from './kept-log.js';
import { until } from './until.js';

/** Where one `npm start` listens, as environment variables. */
export type Ports = Readonly<Record<string, string>>;

/** The application that `npm start` runs once everything is built. */
export interface NpmStart {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The value of a printed line `name: value`. Rejects when the process ends, or does not print it in time. */
  line(name: string): Promise<string>;
  signal(signal: 'SIGINT' | 'SIGTERM'): void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

const root = path.resolve(import.meta.dirname, '../..');

/** A free port for each of its doors. */
export async function freePorts(): Promise<Ports> {
  const [own, provider, vendor] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
  const hosts = {
    LATCHKEY_API_PORT: own,
    LATCHKEY_CALLBACK_PORT: own,
    LATCHKEY_PROVIDER_PORT: provider,
    LATCHKEY_VENDOR_PORT: vendor,
    PRIVATE_PORT: own,
  };
  const ports = await Promise.all(
    Object.entries(hosts).map(async ([name, host]) => [name, String(await freePort(host))] as const),
  );
  return Object.fromEntries(ports);
}

/** Runs it with its data in `folder`; ends it after the test. */
export function npmStart(t: Test, folder: string, ports: Ports): NpmStart {
  const child = spawn(process.execPath, ['--enable-source-maps', 'apps/latchkey/dist/main.js'], {
    cwd: root,
    env: { ...strangersEnvironment(), ...ports, LATCHKEY_DATA_FOLDER: folder },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'], // the channel ends with this process, and then so does the child
  });
  const output = { stdout: '', stderr: '' };
  const keep = keepLog('start');
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
    child[name]?.on('end', () => keep(output[name]));
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  t.teardown(async () => {
    if (isOver()) return;
    child.kill('SIGTERM');
    await ended;
  });
  const find = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(output.stdout)?.[1];
  return {
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    signal: (signal) => void child.kill(signal),
    async line(name) {
      const found = await until(`the line "${name}"`, () => find(name) ?? (isOver() ? '' : undefined), 90);
      if (found === '') throw new Error(`it ended before it was ready:\n${output.stdout}${output.stderr}`);
      return found;
    },
  };
}

/** What a newcomer's shell would give: nothing of the test runner's, nothing of another Latchkey's. */
function strangersEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(LATCHKEY_|SANDBOX_|TEST_|TAP_|_TAPJS|NODE_OPTIONS$|DATABASE_URL$|REDIS_URL$|PORT$|HOST$|PRIVATE_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

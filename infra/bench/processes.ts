import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { read, ticksPerSecond } from './proc.js';

/** One process of Latchkey, or of a floor. */
export interface BenchProcess {
  readonly pid: number;
  /** Where it listens, if it does: what its line with the message `ready` says. */
  readonly url: string | undefined;
  /** CPU time that it has used, in seconds; `undefined` where the system does not tell (Linux does). */
  cpuSeconds(): number | undefined;
  /** Resident memory in bytes; likewise. */
  residentBytes(): number | undefined;
  /** What it has printed, and its log. */
  printed(): string;
  /** Over its channel. */
  send(message: object): void;
  /** The next message that it sends. */
  message<T>(): Promise<T>;
}

/** What is started, and how it is ended. */
export interface Processes {
  /** A built door of Latchkey, configured as in production but for loopback; its log goes to a file. */
  door(
    door: 'api' | 'callback' | 'worker',
    env: Readonly<Record<string, string>>,
    /** Options of Node. */
    nodeOptions?: readonly string[],
  ): Promise<BenchProcess>;
  /** A TypeScript file of the benchmark as a process of its own, such as a floor. It prints one line with `"msg":"ready"`. */
  script(file: URL, env: Readonly<Record<string, string>>): Promise<BenchProcess>;
  /** Ends all of them, and resolves when they are gone. */
  stop(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '../..');
const loader = new URL('load.mjs', import.meta.url).href;
const startMs = 60_000;
const stopMs = 20_000;

export function createProcesses(options: {
  /** For their logs. */
  readonly folder: string;
  /** CPU profiles are written there when the processes end. */
  readonly profileFolder?: string | undefined;
}): Processes {
  const running: { readonly child: ChildProcess; readonly ended: Promise<unknown> }[] = [];
  let count = 0;

  async function start(name: string, args: readonly string[], env: Readonly<Record<string, string>>) {
    const log = path.join(options.folder, `${name}-${count++}.log`);
    const file = openSync(log, 'a');
    const child = spawn(process.execPath, [...profiling(name, options.profileFolder), ...args], {
      cwd: root,
      env: { ...withoutOurs(process.env), NODE_ENV: 'production', ...env },
      // The channel ends with this process, however that ends, and then so does the child.
      stdio: ['ignore', file, file, 'ipc'],
    });
    closeSync(file);
    const ended = once(child, 'exit');
    running.push({ child, ended });
    const ready = await readyLine(child, log);
    return processOf(child, ready.url, log);
  }

  return {
    door: (door, env, nodeOptions = []) =>
      start(door, ['--enable-source-maps', ...nodeOptions, path.join(root, `apps/${door}/dist/main.js`)], env),
    script: (file, env) => start(path.basename(file.pathname, '.ts'), [`--import=${loader}`, file.pathname], env),
    async stop() {
      await Promise.all(
        running.map(async ({ child, ended }) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          child.kill('SIGTERM');
          const impatience = setTimeout(() => child.kill('SIGKILL'), stopMs);
          await ended;
          clearTimeout(impatience);
        }),
      );
    },
  };
}

function processOf(child: ChildProcess, url: string | undefined, log: string): BenchProcess {
  const pid = child.pid as number;
  return {
    pid,
    url,
    cpuSeconds() {
      // "pid (name) state …": the name may hold anything; user and system time are the 14th and 15th of all fields.
      const fields = read(`/proc/${pid}/stat`)
        ?.replace(/^.*\) /s, '')
        .split(' ');
      return fields && (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    residentBytes() {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
      return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
    },
    printed: () => readFileSync(log, 'utf8'),
    send: (message) => void child.send(message),
    message: <T>() =>
      new Promise<T>((resolve, reject) => {
        const heard = (message: unknown) => {
          child.off('exit', ended);
          resolve(message as T);
        };
        const ended = () => {
          child.off('message', heard);
          reject(new Error(`process ${pid} ended`));
        };
        child.once('message', heard).once('exit', ended);
      }),
  };
}

async function readyLine(child: ChildProcess, log: string): Promise<{ readonly url?: string }> {
  for (const deadline = Date.now() + startMs; ; await wait(50)) {
    const text = readFileSync(log, 'utf8');
    const line = text.split('\n').find((it) => it.includes('"msg":"ready"'));
    if (line !== undefined) return JSON.parse(line);
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${log} did not start:\n${text}`);
  }
}

function profiling(name: string, folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  mkdirSync(folder, { recursive: true });
  return ['--cpu-prof', `--cpu-prof-dir=${path.resolve(folder)}`, `--cpu-prof-name=${name}.cpuprofile`];
}

/** The environment without the variables of a Latchkey that runs elsewhere. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(LATCHKEY_|TEST_|NODE_OPTIONS$|DATABASE_URL$|REDIS_URL$|PORT$|HOST$|PRIVATE_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}

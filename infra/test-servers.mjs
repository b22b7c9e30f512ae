import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { cleanUpWith } from './child.mjs';
import { root } from './install.mjs';

/** How the programs that are started for tests and measurements find the servers, and the Chromium of `findChromium`. */
export function environmentOf({ postgres, redis, chromium }) {
  return {
    ...process.env,
    TEST_DATABASE_URL: postgres.url,
    TEST_ROLE_PASSWORD: postgres.rolePassword,
    ...(redis && { TEST_REDIS_URL: redis.url }),
    ...(chromium && { TEST_CHROMIUM: chromium.path, TEST_CHROMIUM_ARGS: JSON.stringify(chromium.args) }),
  };
}

const load = (file) => import(pathToFileURL(path.join(root, file)).href);
const TEMPLATE = 'latchkey_template';

/**
 * Starts a throwaway Postgres with the roles `latchkey_owner`, `latchkey_app`, `latchkey_worker` and the migrated
 * database `latchkey_template`, which tests copy. Returns its superuser URL, the roles' one password, and `stop`, which
 * leaves nothing behind. A `durable` one syncs to disk, for benchmarks; `settings` are Postgres's own.
 */
export async function startTestPostgres({ durability = 'throwaway', settings = {} } = {}) {
  const { startEmbeddedPostgres } = await load('apps/latchkey/dist/embedded-postgres.js');
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-test-'));
  const server = await startEmbeddedPostgres({ folder, database: 'postgres', durability, settings });
  const stop = cleanUpWith(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  try {
    const rolePassword = randomBytes(18).toString('base64url');
    await makeTemplate(server.url, rolePassword);
    return { url: databaseUrl(server.url, TEMPLATE), rolePassword, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makeTemplate(serverUrl, rolePassword) {
  const { createDatabase, createRoles, migrate } = await load('packages/db/dist/index.js');
  await createRoles(serverUrl, { owner: rolePassword, app: rolePassword, worker: rolePassword });
  await createDatabase(serverUrl, TEMPLATE);
  const owner = new URL(databaseUrl(serverUrl, TEMPLATE));
  owner.username = 'latchkey_owner';
  owner.password = rolePassword;
  await migrate(owner.href, path.join(root, 'prisma/migrations'));
}

function databaseUrl(serverUrl, database) {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Starts a throwaway Redis that writes nothing to disk; `undefined` when there is no `redis-server`. */
export async function startTestRedis() {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-redis-'));
  const options = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', options.map(String), { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const stop = cleanUpWith(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  for (let tries = 200; tries > 0 && !hasEnded; tries--) {
    if (await answersPing(port)) return { url: `redis://127.0.0.1:${port}`, stop };
    await wait(25);
  }
  await stop();
  return undefined;
}

function answersPing(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(500, () => socket.destroy());
    socket.once('data', (reply) => {
      resolve(reply.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type FreshDatabase, freshDatabase } from '@latchkey/db/testing';
import type { Benchmark } from './benchmark.js';
import { createProcesses } from './processes.js';

// Started by infra/bench.mjs, which has built everything and put the servers' URLs into the environment.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    minutes: { type: 'string' },
    connections: { type: 'string' },
    profile: { type: 'string' },
  },
});
const [name = ''] = positionals;
const { benchmark } = (await import(`./${name}/${name}.ts`)) as { readonly benchmark: Benchmark };

const cleanups: (() => Promise<unknown>)[] = [];
const say = (text: string) => void process.stderr.write(`${text}\n`);
let ending: Promise<void> | undefined;
const end = () => {
  ending ??= (async () => {
    for (const cleanup of cleanups.reverse()) await cleanup().catch((error: unknown) => say(String(error)));
  })();
  return ending;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end().then(() => process.exit(1)));

const numberOf = (value: string | undefined) => (value === undefined ? undefined : Number(value));
const fresh = async (): Promise<FreshDatabase> => {
  const database = await freshDatabase();
  cleanups.push(() => database.drop());
  return database;
};

try {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-bench-'));
  // Also when the servers were taken away first, which their clients may not survive.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const database = await fresh();
  const processes = createProcesses({ folder, profileFolder: values.profile });
  cleanups.push(() => processes.stop());
  const result = await benchmark({
    database,
    freshDatabase: fresh,
    redisUrl: process.env.TEST_REDIS_URL,
    processes,
    rounds: numberOf(values.rounds),
    seconds: numberOf(values.seconds),
    minutes: numberOf(values.minutes),
    connections: numberOf(values.connections),
    atEnd: (cleanup) => void cleanups.push(cleanup),
    say,
  });
  await end();
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  process.stdout.write(`${JSON.stringify({ ...result, machine })}\n`);
} finally {
  await end();
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { queues } from '../e2e/queues.js';
import type { Fault } from './fault.js';
import { runRow } from './run-row.js';
import { table } from './table.js';

// Started by infra/faults.mjs, which has built everything and put the servers' URLs into the environment.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'real-time': { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    queue: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    /** The one run is made in this process, and nothing but it is printed. */
    apart: { type: 'boolean', default: false },
  },
});
const chosen = positionals.length === 0 ? table : table.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !table.some((fault) => fault.name === name));
if (unknown.length > 0) {
  console.log(`There is no row ${unknown.join(', ')}. There are: ${table.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const on = queues.filter(({ name }) => !values.queue || name === values.queue);
const size = values.short ? 'short' : 'full';
if (values.apart) {
  const [[fault], [queue]] = [chosen, on];
  if (!fault || !queue) process.exit(2);
  process.exit((await runRow(fault, queue, { realTime: values['real-time'], size })) ? 0 : 1);
}

const counted = { passed: 0, failed: 0, skipped: 0 };
const children = new Set<ChildProcess>();
let isTold = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    isTold = true; // to begin nothing more; the rows under way end what they began
    for (const child of children) child.kill('SIGTERM');
  });

/**
 * In a process of its own: the provider of a row lives in the row's process, and must answer within a divided time-out
 * while other rows make a hundred thousand connections, or judge them.
 */
async function runApart(fault: Fault, queue: (typeof queues)[number]): Promise<void> {
  const skip = fault.skip || queue.skip;
  if (skip) {
    counted.skipped++;
    console.log(`\n${fault.name} · queue on ${queue.name}: skipped, ${skip}`);
    return;
  }
  const flags = ['--apart', ...(values['real-time'] ? ['--real-time'] : []), ...(values.short ? ['--short'] : [])];
  const script = process.argv[1] as string;
  const child = spawn(process.execPath, [...process.execArgv, script, fault.name, `--queue=${queue.name}`, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  children.delete(child);
  counted[code === 0 ? 'passed' : 'failed']++;
  process.stdout.write(Buffer.concat(chunks));
}

const began = performance.now();
const turnsOf = (faults: readonly Fault[]) =>
  faults.flatMap((fault) => on.map((queue) => () => runApart(fault, queue)));
const those = (mostly: Fault['mostly']) => turnsOf(chosen.filter((fault) => fault.mostly === mostly));
const alone = those('computes');
const waits = those('waits');
const busy = those(undefined);
console.log(
  `${alone.length} runs alone, then ${waits.length + busy.length}, ${values.jobs} at a time and one that mostly waits, on ${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}`,
);
const runAll = async (...lists: (() => Promise<void>)[][]) => {
  for (const turns of lists) for (let next = turns.shift(); next && !isTold; next = turns.shift()) await next();
};
await runAll(alone);
// Whoever has nothing left helps the others.
await Promise.all([runAll(waits, busy), ...Array.from({ length: Number(values.jobs) }, () => runAll(busy, waits))]);
const { passed, failed, skipped } = counted;
console.log(`\nin ${((performance.now() - began) / 1000).toFixed(0)} s`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || isTold ? 1 : 0);

import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { queues } from '../e2e/queues.js';
import type { Scope } from '../e2e/scope.js';
import type { Fault, Verdict } from './fault.js';
import { table } from './table.js';

// Started by infra/faults.mjs, which has built everything and put the servers' URLs into the environment.

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'real-time': { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    queue: { type: 'string' },
    jobs: { type: 'string', default: '2' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const chosen = positionals.length === 0 ? table : table.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !table.some((fault) => fault.name === name));
if (unknown.length > 0) {
  say(`There is no row ${unknown.join(', ')}. There are: ${table.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const counted = { passed: 0, failed: 0, skipped: 0 };
const open = new Set<OwnScope>();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.all([...open].map((scope) => scope.end())).finally(() => process.exit(1)));

interface OwnScope extends Scope {
  fail(): void;
  readonly comments: readonly string[];
  /** Ends what was begun, the last first. */
  end(): Promise<void>;
}

function createScope(): OwnScope {
  const ends: (() => void | Promise<void>)[] = [];
  const comments: string[] = [];
  let isPassing = true;
  const scope: OwnScope = {
    teardown: (end) => void ends.push(end),
    comment: (text) => void comments.push(text),
    passing: () => isPassing,
    fail() {
      isPassing = false;
    },
    comments,
    async end() {
      open.delete(scope);
      for (let end = ends.pop(); end; end = ends.pop())
        try {
          await end();
        } catch (error) {
          comments.push(String(error));
        }
    },
  };
  open.add(scope);
  return scope;
}

async function run(fault: Fault, queue: (typeof queues)[number]): Promise<void> {
  const skip = fault.skip || queue.skip;
  const title = `${fault.name} · queue on ${queue.name}`;
  if (skip) {
    counted.skipped++;
    say(`\n${title}: skipped, ${skip}`);
    return;
  }
  const timesDivisor = values['real-time'] ? 1 : fault.timesDivisor;
  const scope = createScope();
  const began = performance.now();
  const load = loadavg()[0]?.toFixed(1);
  const told: string[] = [];
  try {
    const size = values.short ? 'short' : 'full';
    const verdict = await fault.run({ scope, size, timesDivisor, queue });
    told.push(...describe(verdict));
    if (verdict.lost > 0 || verdict.checks.some(({ wrong }) => wrong.length > 0)) scope.fail();
  } catch (error) {
    scope.fail();
    told.push(`  it could not be run to its end: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  await scope.end();
  const passed = scope.passing();
  counted[passed ? 'passed' : 'failed']++;
  say(
    [
      `\n${title} · ${timesDivisor === 1 ? 'undivided times' : `times divided by ${timesDivisor}`} · ${seconds} s, load ${load} at its start`,
      `  fault: ${fault.fault}`,
      `  must hold: ${fault.mustHold}`,
      ...told,
      ...(passed ? [] : scope.comments.map((line) => `    ${line.slice(0, 300)}`)),
      `  ${passed ? 'PASS' : 'FAIL'}`,
    ].join('\n'),
  );
}

function describe({ done, ledger, live, lost, explained, checks }: Verdict): readonly string[] {
  return [
    `  done: ${done}`,
    `  provider: ${ledger}`,
    `  connections: ${live} live, ${lost} lost, ${explained} explained`,
    ...checks.map(({ what, wrong }) =>
      wrong.length === 0
        ? `  + ${what}`
        : `  - ${what}: ${wrong.length} wrong, for example ${JSON.stringify(wrong.slice(0, 2)).slice(0, 600)}`,
    ),
  ];
}

const began = performance.now();
const turnsOf = (faults: readonly Fault[]) =>
  faults.flatMap((fault) =>
    queues.filter(({ name }) => !values.queue || name === values.queue).map((queue) => () => run(fault, queue)),
  );
const those = (mostly: Fault['mostly']) => turnsOf(chosen.filter((fault) => fault.mostly === mostly));
const alone = those('computes');
const waits = those('waits');
const busy = those(undefined);
say(
  `${alone.length} runs alone, then ${waits.length + busy.length}, ${values.jobs} at a time and one that mostly waits, on ${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}`,
);
const runAll = async (...lists: (() => Promise<void>)[][]) => {
  for (const turns of lists) for (let next = turns.shift(); next; next = turns.shift()) await next();
};
await runAll(alone);
// Whoever has nothing left helps the others.
await Promise.all([runAll(waits, busy), ...Array.from({ length: Number(values.jobs) }, () => runAll(busy, waits))]);
const { passed, failed, skipped } = counted;
say(`\nin ${((performance.now() - began) / 1000).toFixed(0)} s`);
say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 ? 1 : 0);

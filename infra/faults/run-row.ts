import { loadavg } from 'node:os';
import type { queues } from '../e2e/queues.js';
import type { Scope } from '../e2e/scope.js';
import type { Fault, Verdict } from './fault.js';

/** How a row is run. */
export interface RunOptions {
  readonly realTime: boolean;
  readonly size: 'full' | 'short';
}

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
      for (let end = ends.pop(); end; end = ends.pop())
        try {
          await end();
        } catch (error) {
          comments.push(String(error));
        }
    },
  };
  return scope;
}

/** A signal, however often it comes, ends what was begun, and then the process. */
function endOnSignal(scope: OwnScope): void {
  let isEnding = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (isEnding) return;
      isEnding = true;
      void scope.end().finally(() => process.exit(1));
    });
}

/** Runs a row in this process, which is for nothing else, and prints what was found. Answers whether it passed. */
export async function runRow(fault: Fault, queue: (typeof queues)[number], options: RunOptions): Promise<boolean> {
  const timesDivisor = options.realTime ? 1 : fault.timesDivisor;
  const scope = createScope();
  endOnSignal(scope);
  const began = performance.now();
  const load = loadavg()[0]?.toFixed(1);
  const told: string[] = [];
  try {
    const verdict = await fault.run({ scope, size: options.size, timesDivisor, queue });
    told.push(...describe(verdict));
    if (verdict.lost > 0 || verdict.checks.some(({ wrong }) => wrong.length > 0)) scope.fail();
  } catch (error) {
    scope.fail();
    told.push(`  it could not be run to its end: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  await scope.end();
  const lines = [
    `\n${fault.name} · queue on ${queue.name} · ${timesDivisor === 1 ? 'undivided times' : `times divided by ${timesDivisor}`} · ${seconds} s, load ${load} at its start`,
    `  fault: ${fault.fault}`,
    `  must hold: ${fault.mustHold}`,
    ...told,
    ...(scope.passing() ? [] : scope.comments.map((line) => `    ${line.slice(0, 300)}`)),
    `  ${scope.passing() ? 'PASS' : 'FAIL'}`,
  ];
  console.log(lines.join('\n'));
  return scope.passing();
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

import { parseArgs } from 'node:util';
import type { Scope } from '../e2e/scope.js';
import { type Finding, runFuzz } from './run-fuzz.js';

// Started by infra/fuzz.mjs, which has built everything and put the database server's URL into the environment.

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const requests = Number(values.requests);
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
if (!Number.isSafeInteger(requests) || requests < 1 || !Number.isSafeInteger(seed)) {
  say('--requests and --seed are whole numbers.');
  process.exit(2);
}
say(`seed ${seed}: the same requests again by npm run fuzz -- --seed=${seed} --requests=${requests}`);

const ends: (() => void | Promise<void>)[] = [];
const scope: Scope = { teardown: (end) => void ends.push(end), comment: say, passing: () => true };
const end = async () => {
  for (let one = ends.pop(); one; one = ends.pop()) await one();
};
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void end().finally(() => process.exit(1)));

const began = performance.now();
const seconds = () => ((performance.now() - began) / 1000).toFixed(0);
let toldAt = 0;
try {
  const report = await runFuzz(scope, {
    ...{ seed, requests, only: values.only },
    onProgress(done, findings) {
      if (done < requests && performance.now() - toldAt < 2000) return;
      toldAt = performance.now();
      say(`  ${done} of ${requests} requests, ${findings} findings, ${seconds()} s`);
    },
  });
  for (const group of grouped(report.findings)) {
    const [first] = group as [Finding];
    say(`\n${first.operationId}: ${first.what} (${group.length} ×, first at request ${first.number})`);
    say(
      `  sent:     ${first.request}\n  answered: ${first.answer}${first.logged === undefined ? '' : `\n  logged:   ${first.logged}`}`,
    );
  }
  if (report.neverDone.length > 0) say(`\nnever answered 2xx: ${report.neverDone.join(', ')}`);
  const counts = Object.entries(report.answers).map(([status, count]) => `${count} × ${status}`);
  say(`\n${requests} requests, seed ${seed}, ${report.findings.length} findings; ${counts.join(', ')}; ${seconds()} s`);
  process.exitCode = report.findings.length > 0 ? 1 : 0;
} finally {
  await end();
}

/** Findings of a kind together. */
function grouped(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const name = `${finding.operationId} ${finding.what}`;
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups.values()];
}

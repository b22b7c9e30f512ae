import fc from 'fast-check';
import t from 'tap';
import type { Weakness } from '../../testing/index.js';
import { simulate } from './simulation.js';
import { anyStep, type Step } from './step.js';

// Random interleavings of three processes over one store and a provider that rotates refresh tokens, detects reuse and
// keeps its own ledger, with crashes, pauses, lost answers and a failing store: at least 100,000 steps. FAST_CHECK_RUNS
// raises the runs; FAST_CHECK_SEED repeats them.

const leastSteps = 100_000;
const leastRuns = Number(process.env.FAST_CHECK_RUNS ?? 0);
const seed = process.env.FAST_CHECK_SEED === undefined ? Date.now() : Number(process.env.FAST_CHECK_SEED);

t.test('whatever happens, the promises hold', { timeout: 400_000 }, async (t) => {
  // Of any length, so that what is found can be made short; half of them are longer than 500.
  const steps = fc.array(anyStep, { maxLength: 1000, size: 'max' });
  const rotation = fc.constantFrom('every_time' as const, 'never' as const);
  const reuse = fc.constantFrom('kills' as const, 'forks' as const);
  let taken = 0;
  const interleavings = fc.asyncProperty(rotation, reuse, steps, async (rotation, reuse, steps) => {
    await simulate(steps, { rotation, reuse, weakness: 'none' });
    taken += steps.length;
  });
  const batch = 20;
  let runs = 0;
  for (; taken < leastSteps || runs < leastRuns; runs += batch)
    await fc.assert(interleavings, { seed: (seed + runs) | 0, numRuns: batch });
  t.comment(`${runs} runs from seed ${seed}`);
  t.ok(taken >= leastSteps, `${taken} steps were taken`);
});

// The judge must be able to convict. Each of these stories is survived; with one rule of the protocol taken away it is
// not.

const pass = (ms: number): Step => ({ kind: 'pass', ms });
const refresh = (process: number): Step => ({ kind: 'refresh', process });
const stories: Record<
  Exclude<Weakness, 'none'>,
  { readonly steps: readonly Step[]; readonly verdict: RegExp; readonly reuse?: 'forks' }
> = {
  // Two processes tick at once.
  immediate_takeover: { steps: [pass(90_000), refresh(0), refresh(1)], verdict: /two requests at once/ },
  // The reply of a commit is lost, its process sleeps, others refresh twice, and it tries to store again.
  unfenced_store: {
    steps: [
      pass(90_000),
      { kind: 'store', statement: 'store', fault: 'throws_after_commit' },
      refresh(0),
      pass(450),
      { kind: 'pause', process: 0, doors: 0 },
      ...[pass(120_000), refresh(1), refresh(2), pass(1000)],
      ...[pass(120_000), refresh(1), refresh(2), pass(1000)],
      { kind: 'resume', process: 0 },
    ],
    verdict: /went back/,
  },
  // A process sleeps between its claim and its request, for longer than the takeover.
  endless_claim: {
    steps: [
      pass(90_000),
      { kind: 'pause', process: 0, doors: 3 },
      refresh(0),
      ...[pass(200_000), refresh(1), refresh(2), pass(1000)],
      { kind: 'resume', process: 0 },
      pass(1000),
    ],
    verdict: /a second request after an answer/,
  },
  // The store is away for longer than a process that has to end may wait.
  no_spool: {
    steps: [
      pass(90_000),
      refresh(0),
      { kind: 'outage', ms: 80_000 },
      { kind: 'leave', process: 0 },
      ...[pass(60_000), pass(20_000), refresh(1), pass(1000)],
    ],
    verdict: /a second request after an answer/,
  },
  // A process sleeps with the answer in hand; who takes over is given a set that the provider will not honour.
  no_alternates: {
    reuse: 'forks',
    steps: [
      pass(90_000),
      refresh(0),
      { kind: 'pause', process: 0, doors: 0 },
      ...[pass(200_000), refresh(1), pass(1000)],
      { kind: 'resume', process: 0 },
      pass(1000),
    ],
    verdict: /lost without cause/,
  },
};

for (const [weakness, { steps, verdict, reuse = 'kills' }] of Object.entries(stories))
  t.test(`a story that is survived, but not with ${weakness}`, async (t) => {
    const provider = { rotation: 'every_time', reuse } as const;
    await simulate(steps, { ...provider, weakness: 'none' });
    await t.rejects(simulate(steps, { ...provider, weakness: weakness as Weakness }), { message: verdict });
  });

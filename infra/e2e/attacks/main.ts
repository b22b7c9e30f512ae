import { acrossParties, withinAFlow } from './all.js';
import { type Attack, isHeld, tryAttack } from './attack.js';
import { startWorld, type WorldScope } from './world.js';

// Started by infra/attacks.mjs, which has built everything and put the servers and Chromium into the environment.

const say = (text: string) => void process.stdout.write(`${text}\n`);
const wanted = process.argv.slice(2);
const all: readonly Attack[] = [...acrossParties, ...withinAFlow];
const chosen = wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((part) => name.includes(part)));
if (chosen.length === 0) {
  say(
    `No attack has "${wanted.join('" or "')}" in its name. There are:\n${all.map(({ name }) => `  ${name}`).join('\n')}`,
  );
  process.exit(2);
}

const ends: (() => unknown)[] = [];
let troubles: string[] = [];
const scope: WorldScope = {
  teardown: (end) => void ends.push(end),
  comment: (text) => void troubles.push(text),
  fail: (text) => void troubles.push(text ?? 'failed'),
  passing: () => counted.failed === 0,
};
const counted = { passed: 0, failed: 0 };

async function run(attack: Attack): Promise<void> {
  troubles = [];
  const { name, defence } = attack;
  try {
    const trial = await tryAttack(world, attack);
    const passed = isHeld(trial) && troubles.length === 0;
    counted[passed ? 'passed' : 'failed']++;
    say(
      [
        `${passed ? 'held' : 'NOT HELD'} | ${name} | attacker: ${trial.attack.what} | honest twin: ${trial.honest.what}`,
        `without "${defence}": ${trial.without.what}`,
      ].join(' | '),
    );
  } catch (error) {
    counted.failed++;
    say(`NOT RUN | ${name} | ${error instanceof Error ? error.stack : String(error)}`);
  }
  for (const trouble of troubles) say(`    ${trouble.slice(0, 300)}`);
}

const world = await startWorld(scope);
try {
  for (const attack of chosen) await run(attack);
} finally {
  for (let end = ends.pop(); end; end = ends.pop()) await end();
}
say(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed > 0 ? 1 : 0);

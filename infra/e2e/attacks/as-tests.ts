import t from 'tap';
import { skipWithoutChromium } from '../browser.js';
import { type Attack, tryAttack } from './attack.js';
import { startWorld } from './world.js';

/** Runs attacks as tests, all in one world; `npm run attacks` runs them too and prints a line for each. */
export function asTests(title: string, attacks: readonly Attack[]): void {
  t.test(title, { skip: skipWithoutChromium, timeout: 580_000 }, async (t) => {
    const world = await startWorld(t);
    const twins = new Map();
    for (const attack of attacks)
      await t.test(attack.name, async (t) => {
        const trial = await tryAttack(world, attack, twins);
        t.equal(trial.attack.got, 'nothing', `the attack fails: ${trial.attack.what}`);
        t.equal(trial.honest.got, 'it', `the honest twin succeeds: ${trial.honest.what}`);
        t.equal(trial.without.got, 'it', `without its defence the attack succeeds: ${trial.without.what}`);
      });
  });
}

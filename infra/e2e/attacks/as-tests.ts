import t from 'tap';
import { skipWithoutChromium } from '../browser.js';
import { type Attack, play } from './attack.js';
import { startWorld } from './world.js';

// One world for all of them; the machine may be busy.
t.setTimeout(580_000);

/**
 * The short form of attacks, all in one world: each must get nothing. `npm run attacks` plays their honest twins too, and
 * each attack once more without its defence.
 */
export function asTests(title: string, attacks: readonly Attack[]): void {
  t.test(title, { skip: skipWithoutChromium, timeout: 580_000 }, async (t) => {
    const world = await startWorld(t);
    for (const { name, attack, defence } of attacks) {
      const { got, what } = await play(world, attack);
      t.equal(got, 'nothing', `${name}, held by "${defence}": ${what}`);
    }
    const { got, what } = await play(world, (attacks[0] as Attack).honest);
    t.equal(got, 'it', `an honest person succeeds: ${what}`);
  });
}

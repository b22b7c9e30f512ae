import type { Attack, Loot } from './attack.js';
import { held, mara } from './loot.js';
import { anyNumberOfTimes } from './missing-defences.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

/** A callback that arrives so often at the same moment, each in a tab of its own. */
async function deliver(world: World, tabs: number): Promise<{ readonly target: Target; readonly loot: Loot }> {
  const target = await makeTarget(world, world.acme);
  const victim = await world.person(mara);
  await victim.openWizard(target);
  const callback = await victim.consentAt((await victim.begin(target)).url);
  const pages = await Promise.all(Array.from({ length: tabs }, () => victim.context.newPage()));
  await Promise.all(pages.map((page) => page.goto(callback.href)));
  const requests = world.provider.redemptions(callback.searchParams.get('code') ?? '').length;
  const { got, what } = await held(world, target, mara);
  return { target, loot: { got, what: `${what}, after ${requests} token request${requests === 1 ? '' : 's'}` } };
}

/** A provider that sees a code twice revokes all that it brought: whoever can repeat a callback breaks the connection. */
export const doubleDelivery: Attack = {
  name: 'double callback delivery',
  defence: 'of all deliveries one redeems the code; the others wait for its result',
  async attack(world) {
    const { loot } = await deliver(world, 3);
    return { ...loot, got: loot.got === 'it' ? 'nothing' : 'it' };
  },
  honest: async (world) => (await deliver(world, 1)).loot,
  without: anyNumberOfTimes,
};

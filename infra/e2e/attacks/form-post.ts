import type { Attack } from './attack.js';
import { connectsHonestly, eve, held, mara } from './loot.js';
import { inAnyBrowser } from './missing-defences.js';
import { makeTarget } from './target.js';
import type { World } from './world.js';

const definition = ({ provider }: World) => ({
  authorize: { url: `${provider.url}/authorize`, parameters: { response_mode: 'form_post' } },
});

/** The provider's POST comes from another site, so without the cookie: a door that made an exception would be COSF again. */
export const formPostWithoutCookie: Attack = {
  name: 'COSF, by `form_post`, which comes without a cookie',
  defence: 'a POST decides nothing: its response is parked for the browser with the cookie',
  async attack(world) {
    const attackers = await makeTarget(world, world.evil, { definition: definition(world) });
    const attacker = await world.person(eve);
    await attacker.openWizard(attackers);
    const { url } = await attacker.begin(attackers);
    const victim = await world.person(mara);
    await victim.openWizard(await makeTarget(world, world.acme));
    await victim.follow(url, world.door);
    return await held(world, attackers, mara);
  },
  honest: (world) => connectsHonestly(world, { definition: definition(world) }),
  without: inAnyBrowser,
};

import type { Attack } from './attack.js';
import { connectsHonestly, eve, held, mara } from './loot.js';
import { inAnyBrowser } from './missing-defences.js';
import { makeTarget } from './target.js';

/**
 * Cross-user session fixation: the attacker starts a flow for a connection of their own, and the victim finishes it. The
 * attacker is a vendor and reads the tokens with an API key.
 */
export const cosfByAuthorizationUrl: Attack = {
  name: 'COSF, by authorization URL',
  defence: 'the browser that comes back holds the cookie of the one that left',
  async attack(world) {
    const attackers = await makeTarget(world, world.evil);
    const attacker = await world.person(eve);
    await attacker.openWizard(attackers);
    const { url } = await attacker.begin(attackers);
    // A wizard session of their own does not make the victim the one who started.
    const victim = await world.person(mara);
    await victim.openWizard(await makeTarget(world, world.acme));
    await victim.follow(url, world.door);
    return await held(world, attackers, mara);
  },
  honest: connectsHonestly,
  without: inAnyBrowser,
};

/** The attacker sends the address of an open wizard, in which one press of Connect would do the rest. */
export const cosfByPreAuthorizationLink: Attack = {
  name: 'COSF, by pre-authorization link',
  defence: 'a wizard’s address opens nothing without its cookie',
  async attack(world) {
    const attackers = await makeTarget(world, world.evil);
    const attacker = await world.person(eve);
    await attacker.openWizard(attackers);
    const victim = await world.person(mara);
    await victim.page.goto(attacker.page.url());
    const { url } = await victim.begin(attackers);
    if (url !== '') await victim.follow(url, world.door);
    return await held(world, attackers, mara);
  },
  honest: connectsHonestly,
  without: () => {
    let known = '';
    return {
      // Every browser is taken for the one that came before it.
      arrives(request) {
        known = request.headers.cookie ?? known;
        request.headers.cookie = known;
      },
    };
  },
};

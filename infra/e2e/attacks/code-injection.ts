import type { Attack } from './attack.js';
import { connectsHonestly, eve, held, mara } from './loot.js';
import { withoutPkce } from './missing-defences.js';
import { makeNeighbour, makeTarget } from './target.js';

/** The attacker has a code of the victim's, from a proxy's log, say, and puts it into a sign-in of their own. */
export const codeInjection: Attack = {
  name: 'code injection',
  defence: 'PKCE: a code is good for the flow only that it was asked for by',
  async attack(world) {
    const victims = await makeTarget(world, world.acme);
    const attackers = await makeNeighbour(victims);
    const victim = await world.person(mara);
    await victim.openWizard(victims);
    const code = (await victim.consentAt((await victim.begin(victims)).url)).searchParams.get('code') ?? '';
    const attacker = await world.person(eve);
    await attacker.openWizard(attackers);
    const own = await attacker.consentAt((await attacker.begin(attackers)).url);
    own.searchParams.set('code', code);
    await attacker.page.goto(own.href);
    return await held(world, attackers, mara);
  },
  honest: connectsHonestly,
  without: () => withoutPkce,
};

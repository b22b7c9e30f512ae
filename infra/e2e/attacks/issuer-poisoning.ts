import type { Attack } from './attack.js';
import { eve, held, mara } from './loot.js';
import { consuming } from './missing-defences.js';
import { makeNeighbour, makeTarget } from './target.js';

/**
 * The attacker is a customer of the vendor and the first to sign in. The code is theirs and good; to the address that it
 * comes back by they add an issuer of their own making, which from then on would be asked of everybody.
 */
export const issuerPoisoning: Attack = {
  name: 'issuer poisoning',
  defence: 'an issuer is pinned for others when two different customers brought it',
  async attack(world) {
    const attackers = await makeTarget(world, world.acme);
    const victims = await makeNeighbour(attackers);
    const attacker = await world.person(eve);
    await attacker.openWizard(attackers);
    const own = await attacker.consentAt((await attacker.begin(attackers)).url);
    own.searchParams.set('iss', 'https://issuer.evil.example');
    await attacker.follow(own.href, world.door);
    const victim = await world.person(mara);
    await victim.openWizard(victims);
    await victim.follow((await victim.begin(victims)).url, world.door);
    const poisoned = await held(world, attackers, eve);
    const { got, what } = await held(world, victims, mara);
    const isLockedOut = poisoned.got === 'it' && got === 'nothing';
    return { got: isLockedOut ? 'it' : 'nothing', what: `at another customer, ${what}` };
  },
  async honest(world) {
    const first = await makeTarget(world, world.acme);
    const victim = await world.person(mara);
    for (const target of [first, await makeNeighbour(first), await makeNeighbour(first)]) {
      await victim.openWizard(target);
      await victim.pressConnect();
      const loot = await held(world, target, mara);
      if (loot.got === 'nothing') return loot;
    }
    return await held(world, first, mara);
  },
  without: ({ query }) =>
    consuming(async (input, real) => {
      const taken = await real.consume(input);
      if (taken.kind !== 'consumed') return taken;
      const { connectionConfigId } = taken.session;
      const [pin] = await query<{ issuer: string | null }>(
        'SELECT issuer FROM pinned_issuer WHERE connection_config_id = $1',
        [connectionConfigId],
      );
      return { ...taken, session: { ...taken.session, ...(pin?.issuer ? { pinnedIssuer: pin.issuer } : {}) } };
    }),
};

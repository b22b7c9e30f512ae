import type { Attack } from './attack.js';
import { eve, held, mara, ownAuthorizationUrl } from './loot.js';
import { withoutConfirmation, withoutPkce } from './missing-defences.js';
import type { Person } from './person.js';
import { makeNeighbour, makeTarget, type Target } from './target.js';
import type { World } from './world.js';

const redirectUri = 'urn:ietf:wg:oauth:2.0:oob';
const pasted = {
  definition: { callback: { delivery: 'out_of_band', redirectUri } },
  redirectUris: [redirectUri],
} as const;

async function paste(person: Person, { connectionId }: Target, code: string): Promise<void> {
  await person.call(`/connections/${connectionId}/paste`, { pasted: code });
}

async function answer(person: Person, { connectionId }: Target, said: 'confirm' | 'decline'): Promise<void> {
  const { connections } = await person.state();
  const session = connections.find(({ id }) => id === connectionId)?.authorization?.id;
  if (session) await person.call(`/connections/${connectionId}/confirm`, { session, answer: said });
}

async function honest(world: World) {
  const target = await makeTarget(world, world.acme, pasted);
  const victim = await world.person(mara);
  await victim.openWizard(target);
  await paste(victim, target, await victim.readCode((await victim.begin(target)).url));
  await answer(victim, target, 'confirm');
  return await held(world, target, mara);
}

/** "Support" sends the victim a code to paste; it is for the attacker's account. The victim reads the name, and says no. */
export const sentCode: Attack = {
  name: 'a phished person pastes a code that the attacker sent',
  defence: 'before anything is connected the person is told whose account it is',
  async attack(world) {
    const target = await makeTarget(world, world.acme, pasted);
    const attacker = await world.person(eve);
    const code = await attacker.readCode(ownAuthorizationUrl(world, target, redirectUri));
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.begin(target);
    await paste(victim, target, code);
    await answer(victim, target, 'decline');
    return await held(world, target, eve);
  },
  honest,
  without: () => withoutConfirmation,
};

/** The victim reads the code of their own sign-in out to the attacker, who pastes it into a sign-in of theirs. */
export const givenCode: Attack = {
  name: 'a phished person gives the code of their own sign-in away',
  defence: 'PKCE: a code is good for the flow only that it was asked for by',
  async attack(world) {
    const victims = await makeTarget(world, world.acme, pasted);
    const attackers = await makeNeighbour(victims);
    const victim = await world.person(mara);
    await victim.openWizard(victims);
    const code = await victim.readCode((await victim.begin(victims)).url);
    const attacker = await world.person(eve);
    await attacker.openWizard(attackers);
    await attacker.begin(attackers);
    await paste(attacker, attackers, code);
    await answer(attacker, attackers, 'confirm');
    return await held(world, attackers, mara);
  },
  honest,
  without: () => withoutPkce,
};

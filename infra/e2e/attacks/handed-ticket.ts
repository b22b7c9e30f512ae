import { postFrom } from '../attacks.js';
import type { Attack } from './attack.js';
import type { Composition } from './composition.js';
import { connectsHonestly, eve, held, mara } from './loot.js';
import type { Person } from './person.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

/**
 * The attacker is a customer of an honest vendor, takes the ticket of a wizard of their own from the vendor's page, and
 * hands it to the victim, who connects an account there: the vendor then serves the attacker from the victim's account.
 */
async function attack(world: World, handOver: (victim: Person, target: Target) => Promise<unknown>) {
  const attackers = await makeTarget(world, world.acme);
  const victim = await world.person(mara);
  await handOver(victim, attackers);
  const { url } = await victim.begin(attackers);
  if (url !== '') await victim.follow(url, world.door);
  return await held(world, attackers, mara);
}

/** The door believes that every ticket comes from the vendor's page. */
const withoutOrigin = ({ acme }: World): Composition => ({
  arrives(request) {
    if (request.url === '/wizard/sessions') request.headers.origin = acme.origin;
  },
});

const rest = { honest: connectsHonestly };

export const ticketByLink: Attack = {
  ...rest,
  name: 'COSF, by wizard ticket in a link',
  defence: 'tickets are redeemed by POST only',
  attack: (world) =>
    attack(world, async (victim, target) => {
      const { url, ticket } = await target.newTicket();
      await victim.page.goto(`${url}?ticket=${ticket}`);
    }),
  without: ({ acme }) => ({
    door: (app) =>
      app.get<{ Querystring: { ticket: string } }>('/wizard/sessions', async (request, reply) => {
        const answer = await app.inject({
          ...{ method: 'POST', url: '/wizard/sessions', headers: { host: request.headers.host, origin: acme.origin } },
          payload: { ticket: request.query.ticket },
        });
        const { location, 'set-cookie': cookie } = answer.headers;
        return await reply.code(answer.statusCode).headers({ location, 'set-cookie': cookie }).send();
      }),
  }),
};

export const ticketByForeignForm: Attack = {
  ...rest,
  name: 'COSF, by wizard ticket in a form of another site',
  defence: 'the origin of the page that hands a ticket over is registered',
  attack: (world) =>
    attack(world, async (victim, target) => {
      const { url, ticket } = await target.newTicket();
      await postFrom(victim.page, 'http://127.0.0.5:8080', { action: url, fields: { ticket } });
    }),
  without: withoutOrigin,
};

export const ticketBySandboxedFrame: Attack = {
  ...rest,
  name: 'COSF, by wizard ticket in a sandboxed frame of the vendor’s page',
  defence: 'the origin `null` is nobody’s',
  attack: (world) =>
    attack(world, async (victim, target) => {
      const { url, ticket } = await target.newTicket();
      const form = { action: url, fields: { ticket }, place: 'sandboxed frame' } as const;
      await postFrom(victim.page, world.acme.origin, form);
    }),
  without: withoutOrigin,
};

/** A ticket that the attacker finds after it was used, in a log, say. Their own browser says of every page that it is the vendor’s. */
export const ticketAgain: Attack = {
  ...rest,
  name: 'a wizard ticket that was used before',
  defence: 'a ticket works once',
  async attack(world) {
    const target = await makeTarget(world, world.acme);
    const { url, ticket } = await target.newTicket();
    const victim = await world.person(mara);
    await postFrom(victim.page, world.acme.origin, { action: url, fields: { ticket } });
    const attacker = await world.person(eve);
    await postFrom(attacker.page, world.acme.origin, { action: url, fields: { ticket } });
    const { url: authorizationUrl } = await attacker.begin(target);
    if (authorizationUrl !== '') await attacker.follow(authorizationUrl, world.door);
    return await held(world, target, eve);
  },
  without: ({ query }) => ({
    door: (app) =>
      app.addHook('preHandler', async (request) => {
        if (request.url !== '/wizard/sessions') return;
        await query('UPDATE wizard_session SET redeemed_at = NULL, browser_hash = NULL WHERE redeemed_at IS NOT NULL');
      }),
  }),
};

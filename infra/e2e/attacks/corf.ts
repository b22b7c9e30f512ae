import type { Attack } from './attack.js';
import { connectsHonestly, eve, held, mara, ownAuthorizationUrl } from './loot.js';
import { connectAtOnce } from './missing-defences.js';
import { makeTarget } from './target.js';

/**
 * Cross-tool request forgery: the victim has a sign-in under way and is lured to its callback URL with a code of the
 * attacker's, which came of no flow and so is bound to no challenge. Whatever the victim's app saves from then on would
 * be saved in the attacker's account.
 */
export const corf: Attack = {
  name: 'CORF: a code of the attacker’s without a state',
  defence: 'a response is known by its state, in the browser that it was made for',
  async attack(world) {
    const target = await makeTarget(world, world.acme);
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.begin(target);
    const attacker = await world.person(eve);
    const forged = await attacker.consentAt(ownAuthorizationUrl(world, target));
    forged.searchParams.delete('state');
    await victim.page.goto(forged.href);
    return await held(world, target, eve);
  },
  honest: connectsHonestly,
  without: (world) => ({
    ports: ({ authorizationSessions, confirmations, grants }) => ({
      confirmations: {
        ...confirmations,
        async consumeWithoutState(input) {
          // Whatever this browser has under way, with no look at its definition.
          const [row] = await world.query<{ state_hash: Uint8Array }>(
            'SELECT state_hash FROM authorization_session WHERE browser_hash = ANY ($1) AND consumed_at IS NULL',
            [input.browserHashes.map((hash) => Buffer.from(hash))],
          );
          if (!row) return { kind: 'unknown' };
          const taken = await authorizationSessions.consume({ ...input, stateHash: row.state_hash });
          if (taken.kind !== 'consumed') return { kind: 'unknown' };
          const { server } = taken.session.terms;
          const lenient = { ...server, callback: { ...server.callback, state: 'dropped' as const } };
          return { ...taken, session: { ...taken.session, terms: { ...taken.session.terms, server: lenient } } };
        },
        create: (grant, { details }) => connectAtOnce(grants, grant, details),
      },
    }),
  }),
};

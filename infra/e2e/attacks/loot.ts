import type { Loot } from './attack.js';
import { holderOf, makeTarget, type Target, type TargetOptions } from './target.js';
import type { World } from './world.js';

/** Who is attacked, and who attacks, as the provider knows them. */
export const mara = 'mara@example.com';
export const eve = 'eve@evil.example';

/** Whether a connection gives access to this account now. */
export async function held(world: World, target: Target, account: string): Promise<Loot> {
  const holder = await holderOf(world, target);
  return { got: holder === account ? 'it' : 'nothing', what: `the connection gives access to ${holder}` };
}

/** Whether such secrets of the honest provider have reached the malicious server, which may well know its own client. */
export function stolen({ malicious }: World, wanted: RegExp): Loot {
  const found = malicious.stolen().filter((what) => wanted.test(what));
  if (found.length === 0) return { got: 'nothing', what: 'no secret reached the malicious server' };
  return { got: 'it', what: `the malicious server has ${found.join(', ')}` };
}

/** What an honest person gets who opens the wizard from the vendor's page and presses Connect. */
export async function connectsHonestly(world: World, options: TargetOptions = {}): Promise<Loot> {
  const target = await makeTarget(world, world.acme, options);
  const victim = await world.person(mara);
  await victim.openWizard(target);
  await victim.pressConnect();
  return await held(world, target, mara);
}

/** A code for an account of the attacker's own, as the provider gives it outside of any flow of Latchkey's. */
export function ownAuthorizationUrl(world: World, target: Target, redirectUri = target.callbackUrl): string {
  const query = { response_type: 'code', client_id: target.clientId, redirect_uri: redirectUri, state: 'of-no-flow' };
  return `${world.provider.url}/authorize?${new URLSearchParams(query)}`;
}

import { createHash, randomBytes } from 'node:crypto';
import type { ParkedResponsesPort } from '@latchkey/oauth';
import type { Attack } from './attack.js';
import { eve, held, mara } from './loot.js';
import { inAnyBrowser } from './missing-defences.js';
import type { Person } from './person.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

/** What the vendor's backend keeps in the session of one of its own users. */
interface Begun {
  readonly authorizationUrl: string;
  readonly authorizationSessionId: string;
  readonly verifier: string;
}

const completionRedirectUri = ({ acme }: World) => `${acme.origin}/completed`;

async function embedded(world: World): Promise<Target> {
  const uri = completionRedirectUri(world);
  return await makeTarget(world, world.acme, { config: { completion: 'embedded', completionRedirectUri: uri } });
}

async function begin({ organization, connectionId }: Target): Promise<Begun> {
  const verifier = randomBytes(32).toString('base64url');
  const completionChallenge = createHash('sha256').update(verifier).digest('base64url');
  const path = `/v1/connections/${connectionId}/authorize`;
  return { ...(await organization.api.post<Omit<Begun, 'verifier'>>(path, { completionChallenge })), verifier };
}

/** Goes to an authorization URL, and answers the completion code that the browser brought to the vendor's page, if any. */
async function arrives(world: World, person: Person, url: string): Promise<string> {
  let completionCode = 'none';
  person.context.on('request', (request) => {
    const at = new URL(request.url());
    if (at.href.startsWith(`${completionRedirectUri(world)}?`))
      completionCode = at.searchParams.get('completionCode') ?? '';
  });
  // Nobody listens at the vendor's page: what its backend does, the scripts do.
  await person.page.goto(url).catch(() => undefined);
  return completionCode;
}

async function honest(world: World) {
  const target = await embedded(world);
  const victim = await world.person(mara);
  const begun = await begin(target);
  const completionCode = await arrives(world, victim, begun.authorizationUrl);
  await world.complete(target, { ...begun, completionCode });
  return await held(world, target, mara);
}

type Taken = Parameters<ParkedResponsesPort['takeByCode']>[0];

/** A build that puts what the session has stored in the place of what the caller proved. */
const believes =
  <Stored>(column: string, proved: (stored: Stored) => Partial<Taken>): Attack['without'] =>
  ({ query }) => ({
    ports: ({ parkedResponses: real }) => ({
      parkedResponses: {
        ...real,
        async takeByCode(input) {
          const sql = `SELECT ${column} AS stored FROM authorization_session WHERE id = $1`;
          const [row] = await query<{ stored: Stored }>(sql, [input.authorizationSessionId]);
          return await real.takeByCode({ ...input, ...(row && proved(row.stored)) });
        },
      },
    }),
  });

/**
 * The attacker, a user of the vendor's, begins and hands the start to the victim, who consents. The victim's browser
 * brings the completion code to the vendor's page, whose backend has the verifier of the victim's session only.
 */
export const completionWithoutVerifier: Attack = {
  name: 'completion without the verifier',
  defence: 'an embedded flow is completed with the verifier of the user who began it',
  async attack(world) {
    const attackers = await embedded(world);
    const { authorizationUrl, authorizationSessionId } = await begin(attackers);
    const victim = await world.person(mara);
    const completionCode = await arrives(world, victim, authorizationUrl);
    const { verifier } = await begin(await embedded(world));
    await world.complete(attackers, { authorizationSessionId, completionCode, verifier });
    return await held(world, attackers, mara);
  },
  honest,
  without: believes('completion_challenge', (challenge: string) => ({ challenge })),
};

/** The attacker has the verifier, as their own vendor: only the code is in the victim's browser. */
export const completionWithoutCode: Attack = {
  name: 'completion without the code',
  defence: 'an embedded flow is completed with the code that its browser brought to the registered page',
  async attack(world) {
    const attackers = await embedded(world);
    const { authorizationUrl, ...begun } = await begin(attackers);
    const victim = await world.person(mara);
    await arrives(world, victim, authorizationUrl);
    await world.complete(attackers, { ...begun, completionCode: randomBytes(32).toString('base64url') });
    return await held(world, attackers, mara);
  },
  honest,
  without: believes('completion_code_hash', (codeHash: Uint8Array) => ({ codeHash })),
};

/** The attacker begins in their own browser and sends the provider's address on: with the flow's cookie stays the attacker. */
export const embeddedByAuthorizationUrl: Attack = {
  name: 'COSF, embedded, by authorization URL',
  defence: 'the browser that comes back holds the cookie of its flow',
  async attack(world) {
    const attackers = await embedded(world);
    const { authorizationUrl, ...begun } = await begin(attackers);
    const attacker = await world.person(eve);
    const { location } = (await attacker.context.request.get(authorizationUrl, { maxRedirects: 0 })).headers();
    const victim = await world.person(mara);
    const completionCode = await arrives(world, victim, location ?? '');
    await world.complete(attackers, { ...begun, completionCode });
    return await held(world, attackers, mara);
  },
  honest,
  without: inAnyBrowser,
};

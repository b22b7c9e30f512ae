import type { Client, OrganizationId, Sealed } from '@latchkey/oauth';
import type { Attack } from './attack.js';
import { connectsHonestly, eve, mara, stolen } from './loot.js';
import { atAnyRedirectUri } from './missing-defences.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

/** A vendor's config that speaks of another vendor's client, and of a token endpoint of its own. */
async function impostor(world: World, honest: Target): Promise<Target> {
  return await makeTarget(world, world.evil, {
    clientId: honest.clientId,
    definition: {
      callback: { redirectUri: honest.callbackUrl },
      token: { url: `${world.malicious.url}/token` },
    },
  });
}

/** The provider knows the client and the redirect URI, and the person agreed to that client long ago: it asks nothing. */
export const clientIdForCodes: Attack = {
  name: 'client-ID confusion: a code for another tenant’s client',
  defence: 'a redirect URI for each config; none is shared between tenants',
  async attack(world) {
    const honest = await makeTarget(world, world.acme);
    const trap = await impostor(world, honest);
    const victim = await world.person(mara);
    await victim.openWizard(trap);
    const { url } = await victim.begin(trap);
    if (url !== '') await victim.follow(url, world.door);
    return stolen(world, /^a code of mara/);
  },
  honest: connectsHonestly,
  without: atAnyRedirectUri,
};

/** Whoever names another tenant's client id would have its secret sent wherever they like. */
export const clientIdForSecrets: Attack = {
  name: 'client-ID confusion: the secret of another tenant’s client',
  defence: 'a client and its secret belong to one organization, and are sealed for it',
  async attack(world) {
    const honest = await makeTarget(world, world.acme);
    const trap = await makeTarget(world, world.evil, {
      clientId: honest.clientId,
      definition: { token: { url: `${world.malicious.url}/token` } },
    });
    const attacker = await world.person(eve);
    await attacker.openWizard(trap);
    const { url } = await attacker.begin(trap);
    const state = new URL(url).searchParams.get('state') ?? '';
    await attacker.page.goto(`${trap.callbackUrl}?${new URLSearchParams({ code: 'any', state })}`);
    return stolen(world, /client secret/);
  },
  honest: connectsHonestly,
  without: ({ query }) => {
    const owners = new Map<string, OrganizationId>();
    /** The client of that identifier, whoever's it is. */
    const anyClient = async (client: Client): Promise<Client> => {
      const rows = await query<{ organization_id: OrganizationId; id: string; value: Uint8Array }>(
        `SELECT s.organization_id, s.id, s.value FROM client c
         JOIN client_secret s ON s.organization_id = c.organization_id AND s.client_row_id = c.id
         WHERE c.client_id = $1 ORDER BY c.created_at LIMIT 1`,
        [client.clientId],
      );
      for (const { id, organization_id: owner } of rows) owners.set(id, owner);
      const secrets = rows.map(({ id, value }) => ({ rowId: id, value: { envelope: value } as unknown as Sealed }));
      return { ...client, secrets };
    };
    return {
      ports: ({ authorizationSessions, vault }) => ({
        authorizationSessions: {
          ...authorizationSessions,
          async consume(input) {
            const taken = await authorizationSessions.consume(input);
            if (taken.kind !== 'consumed') return taken;
            return { ...taken, session: { ...taken.session, client: await anyClient(taken.session.client) } };
          },
        },
        vault: {
          ...vault,
          open: (purpose, sealed) =>
            vault.open({ ...purpose, organizationId: owners.get(purpose.row) ?? purpose.organizationId }, sealed),
        },
      }),
    };
  },
};

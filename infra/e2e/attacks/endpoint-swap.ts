import { type Claim, type ConnectionsPort, resolveAuthorizationServer } from '@latchkey/oauth';
import type { Attack, Loot } from './attack.js';
import { eve, held, mara, stolen } from './loot.js';
import { makeTarget, type Target } from './target.js';
import type { World } from './world.js';

async function connected(world: World): Promise<Target> {
  const target = await makeTarget(world, world.acme);
  const victim = await world.person(mara);
  await victim.openWizard(target);
  await victim.pressConnect();
  return target;
}

async function refresh(world: World, { organization, connectionId }: Target): Promise<void> {
  await organization.api.post(`/v1/connections/${connectionId}/refresh`, {});
  await world.refreshDue();
}

const elsewhere = ({ malicious }: World, { definition }: Target) => ({
  ...definition,
  token: { url: `${malicious.url}/token` },
  revoke: { url: `${malicious.url}/revoke` },
});

/** A stolen key that may do anything with configs leads the token endpoint elsewhere, and waits for the refresh. */
export const endpointSwap: Attack = {
  name: 'endpoint swap under a live grant',
  defence: 'a grant freezes its endpoints',
  async attack(world) {
    const target = await connected(world);
    const key = await world.stolenKey(world.acme, ['configs:read', 'configs:write', 'clients:migrate']);
    await key.call('PATCH', `/v1/connection-configs/${target.configId}`, { definition: elsewhere(world, target) });
    await refresh(world, target);
    return stolen(world, /^a refresh token of mara/);
  },
  async honest(world): Promise<Loot> {
    const target = await connected(world);
    const { api } = target.organization;
    await api.patch(`/v1/connection-configs/${target.configId}`, {
      definition: { ...target.definition, name: 'Tomes' },
    });
    await refresh(world, target);
    const { generation } = await api.connection(target.connectionId);
    const { got, what } = await held(world, target, mara);
    return { got: generation === 2 ? got : 'nothing', what: `${what}, refreshed once` };
  },
  without: () => ({
    ports: ({ grants, connections }) => ({
      grants: {
        ...grants,
        claimDue: async (input) =>
          await Promise.all((await grants.claimDue(input)).map((claim) => asConfiguredNow(connections, claim))),
      },
    }),
  }),
};

/** The claim with the endpoints that its connection config has today. */
async function asConfiguredNow(connections: ConnectionsPort, claim: Claim): Promise<Claim> {
  const found = await connections.findToAuthorize(claim.organizationId, claim.connectionId);
  const resolved = found && resolveAuthorizationServer(found.definition, found.inputs);
  if (resolved?.kind !== 'resolved') return claim;
  return { ...claim, terms: { ...claim.terms, server: resolved.server } };
}

/** A stolen key that may write configs, but not read a secret, leads the token endpoint elsewhere and signs in once. */
export const savedSecretElsewhere: Attack = {
  name: 'endpoint swap for the saved client secret',
  defence: 'a saved secret goes to no new address without the scope clients:migrate',
  async attack(world) {
    const target = await makeTarget(world, world.acme);
    const key = await world.stolenKey(world.acme, ['configs:read', 'configs:write']);
    await key.call('PATCH', `/v1/connection-configs/${target.configId}`, { definition: elsewhere(world, target) });
    const attacker = await world.person(eve);
    await attacker.openWizard(target);
    const { url } = await attacker.begin(target);
    await attacker.follow(url, world.door);
    return stolen(world, /client secret/);
  },
  async honest(world): Promise<Loot> {
    const target = await makeTarget(world, world.acme);
    const { api } = target.organization;
    // The vendor moves to another path of the same host, and says so with a key that may.
    const definition = { ...target.definition, token: { url: `${world.provider.url}/token?v=2` } };
    await api.patch(`/v1/connection-configs/${target.configId}`, { definition });
    const victim = await world.person(mara);
    await victim.openWizard(target);
    await victim.pressConnect();
    return await held(world, target, mara);
  },
  without: () => ({ keyScopes: ['clients:migrate'] }),
};

import { randomBytes } from 'node:crypto';
import type { Definition } from '@latchkey/oauth';
import type { ProvidersClient } from './honest-provider.js';
import type { Organization, World } from './world.js';

/** A connection that waits to be connected, and what there is around it. */
export interface Target {
  readonly organization: Organization;
  readonly configId: string;
  readonly integrationId: string;
  readonly instanceId: string;
  readonly connectionId: string;
  readonly callbackUrl: string;
  readonly clientId: string;
  readonly definition: Definition;
  /** Where a wizard ticket is posted to, and the ticket. */
  newTicket(): Promise<{ readonly url: string; readonly ticket: string }>;
}

export interface TargetOptions {
  /** In place of members of the honest definition, which leads to the honest provider. */
  readonly definition?: Partial<Definition>;
  readonly clientId?: string;
  /** Further members of the connection config. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Registered at the provider beside the callback URL. */
  readonly redirectUris?: readonly string[];
  readonly providersClient?: Pick<ProvidersClient, 'state' | 'extra'>;
}

let made = 0;

/** A connection config of this organization, registered at the honest provider, and a customer's connection of it. */
export async function makeTarget(
  world: World,
  organization: Organization,
  options: TargetOptions = {},
): Promise<Target> {
  const { api, name } = organization;
  const number = ++made;
  const definition = { ...honestDefinition(world), ...options.definition };
  const clientId = options.clientId ?? `client-${number}-of-${name.toLowerCase()}`;
  const clientSecret = randomBytes(24).toString('base64url');
  const key = `target-${number}`;
  const integration = await api.post<{ id: string }>('/v1/integrations', { key, name: `Sync ${number}` });
  const config = await api.post<{ id: string; environments: { production: { callbackUrl: string } } }>(
    '/v1/connection-configs',
    {
      ...{ key, integrationId: integration.id, definition, ...options.config },
      environments: { production: { clientId, clientSecret } },
    },
  );
  const { callbackUrl } = config.environments.production;
  if (options.clientId === undefined)
    world.provider.register({
      ...{ clientId, clientSecret, redirectUris: [callbackUrl, ...(options.redirectUris ?? [])] },
      ...options.providersClient,
    });
  await api.post(`/v1/integrations/${integration.id}/required-config-variables`, {
    key,
    connectionConfigId: config.id,
  });
  return await deploy({
    ...{ organization, configId: config.id, integrationId: integration.id, callbackUrl, clientId, definition },
  });
}

/** The same config, deployed to another customer. */
export async function makeNeighbour(target: Target): Promise<Target> {
  return await deploy(target);
}

async function deploy(common: Omit<Target, 'instanceId' | 'connectionId' | 'newTicket'>): Promise<Target> {
  const { api } = common.organization;
  const externalId = `customer-${++made}`;
  const customer = await api.post<{ id: string }>('/v1/customers', { externalId, name: `Customer ${made}` });
  const instance = await api.post<{ id: string; connections: readonly { id: string }[] }>('/v1/instances', {
    ...{ integrationId: common.integrationId, customerId: customer.id, name: `Sync of ${externalId}` },
  });
  return {
    ...common,
    instanceId: instance.id,
    connectionId: instance.connections[0]?.id ?? '',
    newTicket: () => api.post('/v1/wizard-sessions', { instanceId: instance.id }),
  };
}

/** As a vendor writes it down who knows the provider's two endpoints and that its answers name the account. */
export function honestDefinition({ provider }: Pick<World, 'provider'>): Definition {
  return {
    name: 'Books',
    authorize: { url: `${provider.url}/authorize` },
    token: { url: `${provider.url}/token` },
    account: { tokenMember: 'login' },
  };
}

/** Whose account a connection gives its vendor access to, by the token that the vendor reads; `nobody` when none. */
export async function holderOf(world: World, { organization, connectionId }: Target): Promise<string> {
  const { status, body } = await organization.api.call('GET', `/v1/connections/${connectionId}/access-token`);
  if (status !== 200) return 'nobody';
  return world.provider.accountOf(String(body.accessToken)) ?? 'nobody who is known to the provider';
}

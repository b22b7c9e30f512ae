import {
  type AuthorizationServerOptions,
  type ScriptableAuthorizationServer,
  startAuthorizationServer,
} from '@latchkey/oauth/testing';
import type { World } from './world.js';

export const clientSecret = 'canary-client-secret-7f3a9c51e2d84b06';

/** An integration deployed to a customer, with one connection, and the provider that it connects to. */
export interface Deployment {
  readonly server: ScriptableAuthorizationServer;
  readonly integrationId: string;
  readonly configId: string;
  readonly customerId: string;
  readonly userId: string;
  readonly instanceId: string;
  readonly connectionId: string;
}

/** Makes all of it over the API. */
export async function deploy(
  world: World,
  options: Partial<AuthorizationServerOptions> & { readonly key?: string; readonly definition?: object } = {},
): Promise<Deployment> {
  const { key = 'books', definition = {}, ...serverOptions } = options;
  const server = await startAuthorizationServer({
    clients: [{ clientId: 'acme-client', clientSecret, authMethod: 'client_secret_basic' }],
    ...serverOptions,
  });
  const made = async (path: string, body: unknown) => {
    const answer = await world.call('POST', path, { body });
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const integration = await made('/integrations', { key: `payroll-${key}`, name: 'Payroll sync' });
  const config = await made('/connection-configs', {
    key,
    integrationId: integration.id,
    definition: { ...definitionOf(server), ...definition },
    scopes: ['read', 'write'],
    environments: { production: { clientId: 'acme-client', clientSecret } },
  });
  await made(`/integrations/${integration.id}/required-config-variables`, {
    key: 'books',
    connectionConfigId: config.id,
    purpose: 'Writes approved hours.',
  });
  const customer = await made('/customers', { externalId: `bakery-${key}`, name: 'Example Bakery Ltd' });
  const user = await made(`/customers/${customer.id}/users`, { externalId: 'ada', name: 'Ada' });
  const instance = await made('/instances', {
    integrationId: integration.id,
    customerId: customer.id,
    name: 'Payroll sync for Example Bakery',
  });
  return {
    server,
    integrationId: integration.id,
    configId: config.id,
    customerId: customer.id,
    userId: user.id,
    instanceId: instance.id,
    connectionId: instance.connections[0].id,
  };
}

export function definitionOf(server: ScriptableAuthorizationServer) {
  return {
    name: 'Books',
    issuer: server.issuer,
    authorize: { url: server.authorizeUrl },
    token: { url: server.tokenUrl },
    revoke: { url: server.revokeUrl },
  };
}

import { connect, seedConnection } from '@latchkey/db/testing';
import { formatId, type OrganizationId } from '@latchkey/oauth';
import pg from 'pg';
import { definitionOf, deploy } from '../deployment.js';
import type { World } from '../world.js';

/** What a tenant has one of, as ids on the wire. */
export interface Place {
  readonly integrationId: string;
  readonly variableId: string;
  readonly configId: string;
  /** A config whose client signs with a key of ours, and the id of its next key. */
  readonly keyConfigId: string;
  readonly kid: string;
  readonly customerId: string;
  readonly userId: string;
  readonly instanceId: string;
  readonly connectionId: string;
  /** Begun for an embedded page, and not finished. */
  readonly authorizationSessionId: string;
  readonly domainId: string;
  /** Of a key that no test uses. */
  readonly apiKeyId: string;
  readonly webhookEndpointId: string;
  readonly webhookDeliveryId: string;
}

/** Makes all of it for acme over the API, with a connection that is connected to a provider; `close` ends the provider. */
export async function arrangeAcme(world: World): Promise<Place & { close(): Promise<void> }> {
  const { call } = world;
  const made = await deploy(world);
  await world.connect(made.connectionId);
  const embedded = { completion: 'embedded', completionRedirectUri: 'https://app.acme.example/' };
  await call('PATCH', `/connection-configs/${made.configId}`, { body: embedded });
  const begun = await call('POST', `/connections/${made.connectionId}/authorize`, {
    body: { completionChallenge: 'c'.repeat(43) },
  });
  const { token, ...definition } = definitionOf(made.server);
  const signed = { ...definition, token: { ...token, clientAuthentication: 'private_key_jwt' } };
  const config = await call('POST', '/connection-configs', {
    body: { key: 'signed', definition: signed, environments: { production: { clientId: 'signing' } } },
  });
  const keys = `/connection-configs/${config.body.id}/environments/production/keys`;
  await call('POST', keys, { body: {} });
  const next = await call('POST', keys, { body: {} });
  const variables = await call('GET', `/integrations/${made.integrationId}/required-config-variables`);
  const spare = await call('POST', '/api-keys', { body: { name: 'spare', scopes: ['audit:read'] } });
  const domain = await call('POST', '/domains', { body: { host: 'oauth2.acme.example' } });
  const endpoint = await call('POST', '/webhook-endpoints', { body: { url: 'https://acme.example/webhooks' } });
  const tested = await call('POST', `/webhook-endpoints/${endpoint.body.id}/test`);
  const { integrationId, configId, customerId, userId, instanceId, connectionId } = made;
  return {
    ...{ integrationId, configId, customerId, userId, instanceId, connectionId },
    ...{ variableId: variables.body.items[0].id, keyConfigId: config.body.id, kid: next.body.kid },
    domainId: domain.body.id,
    ...{ apiKeyId: spare.body.id, authorizationSessionId: begun.body.authorizationSessionId },
    ...{ webhookEndpointId: endpoint.body.id, webhookDeliveryId: tested.body.id },
    close: () => made.server.close(),
  };
}

/** The same for globex, straight into its rows; its connection is connected to nobody. */
export async function arrangeGlobex(world: World): Promise<Place> {
  const organizationId = world.globex.organizationId as OrganizationId;
  await world.ports.vault.prepare(organizationId);
  const seeded = await seedConnection(world.db, organizationId);
  await connect(world.ports, seeded);
  const configId = formatId('connection_config', seeded.connectionConfigId);
  return {
    integrationId: formatId('integration', seeded.integrationId),
    variableId: formatId('required_config_variable', seeded.requiredConfigVariableId),
    ...{ configId, keyConfigId: configId, kid: 'none' },
    customerId: formatId('customer', seeded.customerId),
    userId: formatId('user', seeded.userId),
    instanceId: formatId('instance', seeded.instanceId),
    connectionId: formatId('connection', seeded.connectionId),
    domainId: formatId('domain', seeded.clientSecretId),
    apiKeyId: formatId('api_key', seeded.clientSecretId),
    authorizationSessionId: formatId('authorization_session', seeded.clientSecretId),
    webhookEndpointId: formatId('webhook_endpoint', seeded.clientSecretId),
    webhookDeliveryId: formatId('webhook_delivery', seeded.clientSecretId),
  };
}

/** Opens the superuser's login, for looking. */
export function openAdmin(world: World): pg.Pool {
  const admin = new pg.Pool({ connectionString: world.adminUrl, max: 2 });
  admin.on('error', () => undefined); // told by the query that it interrupts
  return admin;
}

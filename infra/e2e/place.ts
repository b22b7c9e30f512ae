import { newId, type TenantTransaction } from '@latchkey/db';
import {
  createConnectionConfig,
  createCustomer,
  createIntegration,
  createRequiredConfigVariable,
  saveClient,
} from '@latchkey/db/management';
import type {
  ClientRowId,
  ConnectionConfigId,
  ConnectionId,
  Definition,
  OrganizationId,
  Sealed,
} from '@latchkey/oauth';

/** The environment of every connection here. */
export const environment = 'production';

/** What an instance needs to have a connection. */
export interface Place {
  readonly connectionConfigId: ConnectionConfigId;
  readonly clientRowId: ClientRowId;
  readonly integrationId: string;
  readonly customerId: string;
  readonly variableId: string;
}

/** A connection and the instance that it belongs to. */
export interface PlacedConnection {
  readonly connectionId: ConnectionId;
  readonly instanceId: string;
}

/** Makes a connection config with its client, an integration that requires it, and a customer. */
export async function makePlace(
  tx: TenantTransaction,
  organizationId: OrganizationId,
  config: {
    readonly definition: Definition;
    readonly scopes: readonly string[];
    readonly clientId: string;
    /** Sealed for the row `id`. */
    readonly secret: { readonly id: string; readonly value: Sealed };
  },
): Promise<Place> {
  const { clientId, secret, ...rest } = config;
  const connectionConfigId = await createConnectionConfig(tx, organizationId, {
    ...rest,
    key: 'scripted',
    name: 'Scripted',
    level: 'instance',
    grantType: 'authorization_code',
    definitionVersion: 'e2e',
    inputs: [],
    refreshPolicy: 'always',
    completion: 'wizard',
  });
  await saveClient(tx, organizationId, connectionConfigId, { environment, clientId, secret });
  const integration = await createIntegration(tx, organizationId, { key: 'rota', name: 'Rota', description: '' });
  const variable = await createRequiredConfigVariable(tx, organizationId, integration.id, {
    key: 'scripted',
    connectionConfigId,
    position: 0,
  });
  const customer = await createCustomer(tx, organizationId, { externalId: 'c1', name: 'Globex' });
  const client = await tx.client.findFirstOrThrow({ where: { organizationId, connectionConfigId } });
  return {
    connectionConfigId: connectionConfigId as ConnectionConfigId,
    clientRowId: client.id as ClientRowId,
    integrationId: integration.id,
    customerId: customer.id,
    variableId: variable.id,
  };
}

/** As createInstance does for one, but all at once: a storm has many. */
export async function insertInstances(
  tx: TenantTransaction,
  organizationId: OrganizationId,
  place: Place,
  made: readonly PlacedConnection[],
): Promise<void> {
  const { integrationId, customerId, connectionConfigId, variableId } = place;
  await tx.instance.createMany({
    data: made.map(({ instanceId }) => ({
      organizationId,
      id: instanceId,
      integrationId,
      customerId,
      name: 'Instance',
      environments: [environment],
    })),
  });
  await tx.connection.createMany({
    data: made.map(({ connectionId, instanceId }) => ({
      organizationId,
      id: connectionId,
      connectionConfigId,
      environment,
      level: 'instance',
      instanceId,
    })),
  });
  await tx.instanceLink.createMany({
    data: made.map(({ connectionId, instanceId }) => ({
      organizationId,
      id: newId(),
      instanceId,
      requiredConfigVariableId: variableId,
      connectionId,
    })),
  });
}

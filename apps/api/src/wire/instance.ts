import type { InstanceModel, WholeConnection } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { Connection, toConnection } from './connection.js';
import { EnvironmentName, id, Name, named, ref, Time } from './schema.js';

export const Instance = named(
  'Instance',
  Type.Object(
    {
      id: id('ins'),
      integrationId: id('int'),
      customerId: id('cus'),
      name: Name,
      environments: Type.Array(EnvironmentName, { description: 'The first is the default.' }),
      connections: Type.Array(ref(Connection)),
      createdAt: Time,
      updatedAt: Time,
    },
    { description: 'An integration deployed to one customer, with its connections.' },
  ),
);

/** An instance with those of the given connections that it uses. */
export function toInstance(
  row: InstanceModel,
  connections: readonly WholeConnection[],
  callbackPublicUrl: string,
): Static<typeof Instance> {
  return {
    id: formatId('instance', row.id),
    integrationId: formatId('integration', row.integrationId),
    customerId: formatId('customer', row.customerId),
    name: row.name,
    environments: row.environments,
    connections: connections
      .filter((connection) => connection.links.some((link) => link.instanceId === row.id))
      .map((connection) => toConnection(connection, callbackPublicUrl)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

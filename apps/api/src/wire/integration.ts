import type { IntegrationModel, VariableWithConfig } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { id, Key, Name, named, orNull, Time } from './schema.js';

export const Description = Type.String({ maxLength: 2000 });

export const Integration = named(
  'Integration',
  Type.Object({ id: id('int'), key: Key, name: Name, description: Description, createdAt: Time, updatedAt: Time }),
);

export function toIntegration(row: IntegrationModel): Static<typeof Integration> {
  return {
    id: formatId('integration', row.id),
    key: row.key,
    name: row.name,
    description: row.description,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const RequiredConfigVariable = named(
  'RequiredConfigVariable',
  Type.Object(
    {
      id: id('var'),
      integrationId: id('int'),
      key: Key,
      connectionConfigId: id('cfg'),
      connectionConfigKey: Key,
      purpose: orNull(Type.String({ description: 'One sentence for the customer: what the access is used for.' })),
      position: Type.Integer(),
      createdAt: Time,
    },
    { description: "An integration's named need for a connection; its key never changes." },
  ),
);

export function toRequiredConfigVariable(row: VariableWithConfig): Static<typeof RequiredConfigVariable> {
  return {
    id: formatId('required_config_variable', row.id),
    integrationId: formatId('integration', row.integrationId),
    key: row.key,
    connectionConfigId: formatId('connection_config', row.connectionConfigId),
    connectionConfigKey: row.connectionConfig.key,
    purpose: row.purpose,
    position: row.position,
    createdAt: row.createdAt.toISOString(),
  };
}

import type { OrganizationModel } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { id, Name, named, Time } from './schema.js';

export const Organization = named('Organization', Type.Object({ id: id('org'), name: Name, createdAt: Time }));

export function toOrganization(row: OrganizationModel): Static<typeof Organization> {
  return { id: formatId('organization', row.id), name: row.name, createdAt: row.createdAt.toISOString() };
}

export const Origins = named(
  'Origins',
  Type.Object(
    { origins: Type.Array(Type.String({ examples: ['https://app.example.com'] }), { maxItems: 50 }) },
    {
      additionalProperties: false,
      description: 'Pages of these origins (scheme, host and port) may redeem wizard tickets and be returned to.',
    },
  ),
);

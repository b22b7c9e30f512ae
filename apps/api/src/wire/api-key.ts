import type { ShownApiKey } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { scopes } from '../scopes.js';
import { EnvironmentName, id, Name, named, orNull, ref, Time } from './schema.js';

export const ScopeSchema = Type.Enum([...scopes]);

/** What a key may be limited to, in the request that makes it. */
export const KeyLimitMembers = {
  integrationIds: Type.Optional(
    Type.Array(Type.String(), {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description:
        'It reaches these integrations only, with their configs, instances and connections, and of configs that no integration owns those that they need.',
    }),
  ),
  environment: Type.Optional(
    Object.assign({}, EnvironmentName, { description: 'It reaches connections and clients of this environment only.' }),
  ),
  allowedCidrs: Type.Optional(
    Type.Array(Type.String({ maxLength: 49 }), {
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: 'It works from addresses in these networks only, such as `203.0.113.0/24`.',
    }),
  ),
};

const shown = {
  id: id('key'),
  name: Name,
  prefix: Type.String({ description: 'The first characters, to recognise the key by.' }),
  scopes: Type.Array(Type.String({ examples: [...scopes] })),
  integrationIds: orNull(Type.Array(id('int'), { description: 'All, where null.' })),
  environment: orNull(Type.String({ description: 'All, where null.' })),
  allowedCidrs: orNull(Type.Array(Type.String(), { description: 'Any address, where null.' })),
  successorId: orNull(id('key')),
  createdAt: Time,
  expiresAt: orNull(Time),
  revokedAt: orNull(Time),
  lastUsedAt: orNull(Time),
  lastUsedIp: orNull(Type.String()),
};

export const ApiKey = named('ApiKey', Type.Object(shown));

export const NewApiKey = named(
  'NewApiKey',
  Type.Object({ ...shown, key: Type.String({ description: 'The key itself: told only in this answer.' }) }),
);

export const RotatedApiKey = named(
  'RotatedApiKey',
  Type.Object({
    successor: ref(NewApiKey),
    predecessor: ref(ApiKey),
  }),
);

export function toApiKey(row: ShownApiKey): Static<typeof ApiKey> {
  return {
    id: formatId('api_key', row.id),
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    // Prisma reads a null list as an empty one, which no row has.
    integrationIds:
      row.integrationIds.length > 0 ? row.integrationIds.map((one) => formatId('integration', one)) : null,
    environment: row.environment,
    allowedCidrs: row.allowedCidrs.length > 0 ? row.allowedCidrs : null,
    successorId: row.successorId === null ? null : formatId('api_key', row.successorId),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
  };
}

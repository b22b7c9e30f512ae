import type { ShownApiKey } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { scopes } from '../scopes.js';
import { id, Name, named, orNull, Time } from './schema.js';

export const ScopeSchema = Type.Enum([...scopes]);

const shown = {
  id: id('key'),
  name: Name,
  prefix: Type.String({ description: 'The first characters, to recognise the key by.' }),
  scopes: Type.Array(Type.String({ examples: [...scopes] })),
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

export function toApiKey(row: ShownApiKey): Static<typeof ApiKey> {
  return {
    id: formatId('api_key', row.id),
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
  };
}

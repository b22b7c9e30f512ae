import type { ClientKey as StoredKey } from '@latchkey/db/management';
import { type Static, Type } from 'typebox';
import { named, Time } from './schema.js';

export const ClientKey = named(
  'ClientKey',
  Type.Object(
    {
      kid: Type.String({ description: 'The thumbprint of the key (RFC 7638).' }),
      algorithm: Type.String({ examples: ['ES256'] }),
      state: Type.Enum(['current', 'next', 'retired'], {
        description: 'The current key signs; the next is published already; a retired one is for an hour more.',
      }),
      publicJwk: Type.Record(Type.String(), Type.String(), { description: 'RFC 7517.' }),
      createdAt: Time,
    },
    { description: 'A key pair that Latchkey made for `private_key_jwt`. Its private half never leaves.' },
  ),
);

export function toClientKey({ publicJwk, state, createdAt }: StoredKey): Static<typeof ClientKey> {
  return {
    kid: publicJwk.kid ?? '',
    algorithm: publicJwk.alg ?? '',
    state,
    publicJwk: { ...publicJwk },
    createdAt: createdAt.toISOString(),
  };
}

import { Type } from 'typebox';
import { id, named, orNull, Time } from './schema.js';

/** Who can be told of. */
export const actorKinds = ['api_key', 'wizard_session', 'authorization_session', 'operator', 'system'] as const;

export const AuditEvent = named(
  'AuditEvent',
  Type.Object({
    id: id('aud'),
    at: Time,
    action: Type.String({ examples: ['connection_config.updated'] }),
    actor: Type.Object({
      kind: Type.Enum([...actorKinds]),
      id: orNull(
        Type.String({
          description: 'Of the API key, the wizard session, or the authorization session that began outside of one.',
        }),
      ),
      name: orNull(Type.String()),
      ip: orNull(Type.String()),
    }),
    target: Type.Object({ kind: orNull(Type.String()), id: orNull(Type.String()) }),
    details: Type.Record(Type.String(), Type.Unknown()),
  }),
);

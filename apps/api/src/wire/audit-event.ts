import { Type } from 'typebox';
import { id, named, orNull, Time } from './schema.js';

export const AuditEvent = named(
  'AuditEvent',
  Type.Object({
    id: id('aud'),
    at: Time,
    action: Type.String({ examples: ['connection_config.updated'] }),
    actor: Type.Object({
      kind: Type.String(),
      id: orNull(Type.String()),
      name: orNull(Type.String()),
      ip: orNull(Type.String()),
    }),
    target: Type.Object({ kind: orNull(Type.String()), id: orNull(Type.String()) }),
    details: Type.Record(Type.String(), Type.Unknown()),
  }),
);

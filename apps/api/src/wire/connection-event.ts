import { connectionEventKinds } from '@latchkey/oauth';
import { Type } from 'typebox';
import { id, named, orNull, Time } from './schema.js';

export const ConnectionEvent = named(
  'ConnectionEvent',
  Type.Object({
    id: id('evt'),
    at: Time,
    kind: Type.String({ examples: [...connectionEventKinds] }),
    reason: orNull(Type.String()),
    actor: orNull(Type.String()),
    details: Type.Record(Type.String(), Type.String(), { description: 'Scrubbed technical facts.' }),
  }),
);

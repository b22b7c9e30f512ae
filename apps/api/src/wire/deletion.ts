import { Type } from 'typebox';
import { named } from './schema.js';

/** A deletion that has begun: the row is gone from every list, its grants are being revoked, then it is erased. */
export const Deletion = named(
  'Deletion',
  Type.Object({
    id: Type.String(),
    state: Type.Enum(['deleting']),
    disconnecting: Type.Integer({ description: 'Connections whose grants are now being revoked.' }),
  }),
);

import { Type } from 'typebox';
import { named } from './schema.js';

/** What an upgrade of a config's definition would change. */
export const Upgrade = named(
  'Upgrade',
  Type.Object({
    provider: Type.String(),
    pinnedVersion: Type.String({ description: 'Of the definition that the config uses.' }),
    presentVersion: Type.String({ description: 'Of the catalogue’s definition now.' }),
    differences: Type.Array(
      Type.Object({
        field: Type.String({ examples: ['token.clientAuthentication'] }),
        before: Type.Optional(Type.Unknown({ description: 'Left out where it was not there.' })),
        after: Type.Optional(Type.Unknown({ description: 'Left out where it is no longer there.' })),
      }),
    ),
    liveGrants: Type.Integer({
      description: 'Grants that keep the endpoints that they were made with, until their customers reconnect.',
    }),
  }),
);

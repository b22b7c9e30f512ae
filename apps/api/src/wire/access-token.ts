import { Type } from 'typebox';
import { named, orNull, Time } from './schema.js';

export const AccessToken = named(
  'AccessToken',
  Type.Object({
    accessToken: Type.String(),
    tokenType: Type.String({ examples: ['Bearer'] }),
    expiresAt: orNull(Type.String({ ...Time, description: 'Null when the provider did not say.' })),
    generation: Type.Integer(),
    scopes: Type.Array(Type.String()),
    missingScopes: Type.Array(Type.String()),
    token: Type.Record(Type.String(), Type.Unknown(), {
      description: 'Every member of the token response but the refresh token and other secrets.',
    }),
    otherTokens: Type.Record(Type.String(), Type.Object({ accessToken: Type.String(), expiresAt: orNull(Time) }), {
      description: 'Further tokens of the same consent, by their names in the definition.',
    }),
    context: Type.Record(Type.String(), Type.String(), { description: 'Callback parameters that were kept.' }),
    inputs: Type.Record(Type.String(), Type.String(), {
      description:
        "The connection's inputs, with their defaults, as they were when these tokens were consented to; secret ones as they are now. What is changed later is answered from the next Connect on.",
    }),
    api: Type.Object(
      { baseUrl: orNull(Type.String()), headers: Type.Record(Type.String(), Type.String()) },
      {
        description:
          'Where the API is and what every call must carry: the token in its header, and what else the provider asks for.',
      },
    ),
  }),
);

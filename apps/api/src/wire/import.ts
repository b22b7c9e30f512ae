import { Type } from 'typebox';
import { body, id, named, orNull, Time } from './schema.js';

const Text = Type.String({ minLength: 1, maxLength: 16_384 });
const ShortText = Type.String({ minLength: 1, maxLength: 500 });

export const ImportItem = named(
  'ImportItem',
  body({
    connectionId: id('conn'),
    accessToken: Text,
    refreshToken: Type.Optional(Text),
    tokenType: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9._~+-]{1,64}$', default: 'Bearer' })),
    expiresAt: Type.Optional({ ...Time, description: 'When the access token ends; unknown when it is left out.' }),
    scopes: Type.Optional(
      Type.Array(ShortText, { maxItems: 200, description: 'Granted; those of the config if left out.' }),
    ),
    token: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'Further members of the token response, to be answered as `token`.',
      }),
    ),
    context: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 2000 }), {
        description: 'Callback parameters, such as a realm id.',
      }),
    ),
    accountLabel: Type.Optional(ShortText),
    accountSubject: Type.Optional(ShortText),
    redirectUri: Type.Optional(
      Type.String({
        maxLength: 2000,
        description: 'That of the authorization request, for providers that want it at each refresh.',
      }),
    ),
  }),
);

export const ImportResult = named(
  'ImportResult',
  Type.Object({
    connectionId: id('conn'),
    outcome: Type.Enum(['imported', 'refused']),
    errors: orNull(
      Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), {
        description: 'Why it was refused, and what to do.',
      }),
    ),
  }),
);

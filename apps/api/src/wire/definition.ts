import type { Definition as EngineDefinition } from '@latchkey/oauth';
import { Type } from 'typebox';
import { named } from './schema.js';

const Url = Type.String({ examples: ['https://{shop}.example.com/oauth/token'] });
const optional = Type.Optional;

/** A provider as data, as the engine's Definition says; documented here, checked by the engine's validateDefinition. */
export const Definition = named(
  'Definition',
  Type.Object(
    {
      name: Type.String({ description: "The provider's name as people know it." }),
      issuer: optional(Type.String({ description: 'Issuer identifier (RFC 8414), compared with `iss` (RFC 9207).' })),
      authorize: Type.Object({
        url: Url,
        parameters: optional(
          Type.Record(Type.String(), Type.String(), { description: 'Extra parameters of the authorization request.' }),
        ),
        pkce: optional(Type.Enum(['S256', 'none'])),
        iss: optional(Type.Enum(['required', 'if_sent'])),
      }),
      token: Type.Object({
        url: Url,
        clientAuthentication: optional(Type.Enum(['client_secret_basic', 'client_secret_post', 'none'])),
        defaultExpiresIn: optional(Type.Integer({ description: 'Seconds, where the response does not say.' })),
      }),
      refresh: optional(
        Type.Object({
          url: optional(Url),
          reuseGrace: optional(Type.Integer({ description: 'Seconds in which a used refresh token works again.' })),
          terminalErrors: optional(Type.Array(Type.String())),
        }),
      ),
      revoke: optional(Type.Object({ url: Url, reach: optional(Type.Enum(['grant', 'account'])) })),
      scopeSeparator: optional(Type.String()),
      scopes: optional(
        Type.Array(
          Type.Object({
            scope: Type.String(),
            label: optional(Type.String()),
            need: optional(Type.Enum(['required', 'optional'])),
          }),
        ),
      ),
      account: optional(Type.Object({ idTokenClaim: optional(Type.String()), tokenMember: optional(Type.String()) })),
      exposeMembers: optional(Type.Array(Type.String())),
    },
    { description: 'A provider as data. URLs may hold placeholders such as `{shop}`, filled from inputs.' },
  ),
);

/** The same in a request: shown by its schema, taken as any JSON object, because the engine's words are better. */
export const DefinitionBody = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  description:
    "A provider as data: see the schema Definition. Prismatic's names `authorizeUrl`, `tokenUrl`, `refreshUrl` and `revokeUrl` are taken too.",
  examples: [
    {
      name: 'Books',
      authorize: { url: 'https://books.example.com/oauth/authorize' },
      token: { url: 'https://books.example.com/oauth/token' },
    },
  ],
});

/** The engine's value, for answers. */
export function toDefinition(definition: unknown): EngineDefinition {
  return definition as EngineDefinition;
}

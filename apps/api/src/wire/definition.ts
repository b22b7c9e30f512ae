import { definitionSchema, type Definition as EngineDefinition } from '@latchkey/oauth';
import { Type } from 'typebox';
import { named } from './schema.js';

/**
 * A provider as data, in answers. Saved ones were checked by the engine, so they are written as they are: compiling the
 * whole format anew for each route that answers one is half of what starting costs. The API's description shows it whole.
 */
export const Definition = named(
  'Definition',
  Type.Unsafe<EngineDefinition>({ type: 'object', additionalProperties: true }),
);

/** The format, for the API's description: the engine's own schema. */
export const describedDefinition: object = structuredClone(definitionSchema);

/** The same in a request: shown by its schema, taken as any JSON object, because the engine's words are better. */
export const DefinitionBody = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  description:
    "A provider as data: see the schema Definition. Prismatic's flat names are taken too: `authorizeUrl`, `tokenUrl`, `refreshUrl`, `revokeUrl`, `headers`, `scopes` (a text), `overrideGrantType`, `allowedTokenParams`, `oauth2PkceMethod`, `oauth2Type`.",
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

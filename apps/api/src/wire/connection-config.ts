import type { ConfigWithEnvironments } from '@latchkey/db/management';
import { type ConnectionConfigId, callbackUrl, formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { Definition } from './definition.js';
import { id, Key, Name, named, orNull, ref, Time } from './schema.js';

export const levels = ['instance', 'user', 'customer', 'organization'] as const;

/** A value that a definition's URLs or the vendor's code needs. */
export const Input = named(
  'Input',
  Type.Object(
    {
      name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$' }),
      label: Name,
      type: Type.Enum(['text', 'secret', 'choice']),
      visibility: Type.Enum(['hidden', 'organization', 'customer']),
      required: Type.Optional(Type.Boolean()),
      default: Type.Optional(Type.String({ maxLength: 2000 })),
      pattern: Type.Optional(Type.String({ maxLength: 200, description: 'The whole value must match it.' })),
      choices: Type.Optional(
        Type.Array(
          Type.Object({ value: Type.String({ maxLength: 200 }), label: Name }, { additionalProperties: false }),
          { minItems: 1, maxItems: 100 },
        ),
      ),
      help: Type.Optional(Type.String({ maxLength: 500 })),
    },
    { additionalProperties: false },
  ),
);

const Environment = Type.Object({
  clientId: orNull(Type.String()),
  hasClientSecret: Type.Boolean(),
  callbackUrl: Type.String({ description: 'The redirect URI to register at the provider for this environment.' }),
});

export const ConnectionConfig = named(
  'ConnectionConfig',
  Type.Object({
    id: id('cfg'),
    key: Key,
    name: Name,
    integrationId: orNull(id('int')),
    level: Type.Enum([...levels]),
    grantType: Type.String(),
    provider: orNull(Type.String({ description: "The catalogue's key, when the definition was taken from there." })),
    definition: ref(Definition),
    definitionVersion: Type.String(),
    environments: Type.Record(Type.String(), Environment),
    scopes: Type.Array(Type.String()),
    inputs: Type.Array(ref(Input)),
    oauthSuccessRedirectUri: orNull(Type.String()),
    oauthFailureRedirectUri: orNull(Type.String()),
    refreshPolicy: Type.Enum(['always', 'when_used']),
    completion: Type.Enum(['wizard', 'embedded', 'link']),
    createdAt: Time,
    updatedAt: Time,
  }),
);

type Answer = Static<typeof ConnectionConfig>;

export function toConnectionConfig(row: ConfigWithEnvironments, callbackPublicUrl: string): Answer {
  return {
    id: formatId('connection_config', row.id),
    key: row.key,
    name: row.name,
    integrationId: row.integrationId && formatId('integration', row.integrationId),
    level: row.level as Answer['level'],
    grantType: row.grantType,
    provider: row.providerKey,
    definition: row.definition as unknown as Answer['definition'],
    definitionVersion: row.definitionVersion,
    environments: Object.fromEntries(
      row.environments.map(({ environment, client }) => [
        environment,
        {
          clientId: client?.clientId ?? null,
          hasClientSecret: (client?.secrets.length ?? 0) > 0,
          callbackUrl: callbackUrl(callbackPublicUrl, row.id as ConnectionConfigId, environment),
        },
      ]),
    ),
    scopes: row.scopes,
    inputs: row.inputs as unknown as Answer['inputs'],
    oauthSuccessRedirectUri: row.oauthSuccessRedirectUri,
    oauthFailureRedirectUri: row.oauthFailureRedirectUri,
    refreshPolicy: row.refreshPolicy as Answer['refreshPolicy'],
    completion: row.completion as Answer['completion'],
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

import type { ConfigWithEnvironments } from '@latchkey/db/management';
import {
  baseUrlAt,
  type ConnectionConfigId,
  callbackUrl,
  definitionSchema,
  type Definition as EngineDefinition,
  formatId,
  type InputDefinition,
  jwksUri,
  redirectUriWith,
  serverInputs,
  withInputs,
} from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { Definition } from './definition.js';
import { id, Key, Name, named, orNull, ref, Time } from './schema.js';

export const levels = ['instance', 'user', 'customer', 'organization'] as const;

/** A value that a definition's placeholders or the vendor's code needs: as the engine's schema says. */
export const Input = named(
  'Input',
  Type.Unsafe<InputDefinition>(structuredClone(definitionSchema.properties.inputs.items)),
);

const Environment = Type.Object({
  clientId: orNull(Type.String()),
  hasClientSecret: Type.Boolean(),
  hasNextClientSecret: Type.Boolean({ description: 'A rotation is under way: both secrets are tried.' }),
  clientState: orNull(
    Type.Enum(['ok', 'misconfigured', 'recovering', 'paused'], {
      description:
        '`misconfigured`: the provider refuses the client, whose connections wait and are probed one at a time; `recovering`: they are being made due again; `paused`: the operator lets nothing be asked for it. Null without a client.',
    }),
  ),
  pinnedIssuers: Type.Array(
    Type.Object({
      issuer: orNull(Type.String({ description: 'Null: responses came without `iss`.' })),
      state: Type.Enum(['provisional', 'firm'], {
        description:
          '`firm`: two customers brought it, and no other is accepted from then on, nor none; where it is null, any `iss` is ignored. `provisional`: it holds for the connections that it came from.',
      }),
    }),
    {
      description:
        'Where the definition has no `issuer`: the `iss` that successes brought. Several where an input chooses the server.',
    },
  ),
  callbackUrl: Type.String({
    description:
      'The redirect URI to register at the provider for this environment. Where a customer may choose any server (an input with `hosts: ["*"]`), each server has its own, which begins with this and its slash: read it at the connection, or from `check` with the inputs.',
  }),
  domainId: orNull(
    Type.String({ description: 'The custom domain that `callbackUrl` is on; null: the callback host of the region.' }),
  ),
  jwksUri: Type.String({
    description: 'For `private_key_jwt`: where the public keys are that Latchkey made for this environment.',
  }),
});

/** How flows are finished. */
export const Completion = Type.Enum(['wizard', 'embedded', 'link'], {
  description:
    '`wizard`: in a wizard session. `embedded`: begun by your page, completed by your backend with a verifier. `link`: by a link that whoever opens it confirms, before and after consent; weaker. The last two need `POST /v1/connections/{id}/authorize`.',
});

/** Where the browser goes with the completion code. */
export const completionRedirectUriText =
  'With `completion: "embedded"`, required: the page of yours that gets `authorizationSessionId` and `completionCode` after consent.';

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
    completion: Completion,
    completionRedirectUri: orNull(Type.String()),
    createdAt: Time,
    updatedAt: Time,
  }),
);

type Answer = Static<typeof ConnectionConfig>;
type ClientState = NonNullable<Static<typeof Environment>['clientState']>;

export function toConnectionConfig(row: ConfigWithEnvironments, callbackPublicUrl: string): Answer {
  const isPerServer = serverInputs(engineDefinitionOf(row)).length > 0;
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
      row.environments.map(({ environment, client, domain }) => [
        environment,
        {
          clientId: client?.clientId ?? null,
          hasClientSecret: client?.secrets.some(({ state }) => state === 'current') ?? false,
          hasNextClientSecret: client?.secrets.some(({ state }) => state === 'next') ?? false,
          pinnedIssuers: row.pinnedIssuers
            .filter((pin) => pin.environment === environment)
            .map(({ issuer, firm }) => ({ issuer, state: firm ? 'firm' : 'provisional' })),
          clientState: client && (client.pausedAt ? 'paused' : (client.state as ClientState)),
          callbackUrl:
            outOfBandUri(row.definition as unknown as EngineDefinition) ??
            `${redirectUriOf(row, environment, callbackPublicUrl)}${isPerServer ? '/' : ''}`,
          domainId: domain && formatId('domain', domain.id),
          jwksUri: jwksUri(callbackPublicUrl, row.id as ConnectionConfigId, environment),
        },
      ]),
    ),
    scopes: row.scopes,
    inputs: row.inputs as unknown as Answer['inputs'],
    oauthSuccessRedirectUri: row.oauthSuccessRedirectUri,
    oauthFailureRedirectUri: row.oauthFailureRedirectUri,
    refreshPolicy: row.refreshPolicy as Answer['refreshPolicy'],
    completion: row.completion as Answer['completion'],
    completionRedirectUri: row.completionRedirectUri,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The definition with the config's own inputs. */
export function engineDefinitionOf(row: Pick<ConfigWithEnvironments, 'definition' | 'inputs'>): EngineDefinition {
  return withInputs(row.definition as unknown as EngineDefinition, row.inputs as unknown as readonly InputDefinition[]);
}

/**
 * The redirect URI of an environment that the config has, on its custom domain or the region's host. Where a customer may
 * choose any server, what those of all servers begin with.
 */
export function redirectUriOf(
  config: Pick<ConfigWithEnvironments, 'id' | 'environments'>,
  environment: string,
  callbackPublicUrl: string,
): string {
  return callbackUrl(baseUrlOf(config, environment, callbackPublicUrl), config.id as ConnectionConfigId, environment);
}

/** The same with these values of inputs, whole; `undefined` while they do not say which server it is. */
export async function redirectUriFor(
  config: ConfigWithEnvironments,
  environment: string,
  inputs: Readonly<Record<string, string>>,
  callbackPublicUrl: string,
): Promise<string | undefined> {
  const definition = engineDefinitionOf(config);
  const connectionConfigId = config.id as ConnectionConfigId;
  const base = baseUrlOf(config, environment, callbackPublicUrl);
  return (
    outOfBandUri(definition) ?? (await redirectUriWith({ connectionConfigId, environment, definition, inputs }, base))
  );
}

function baseUrlOf(
  { environments }: Pick<ConfigWithEnvironments, 'environments'>,
  environment: string,
  callbackPublicUrl: string,
): string {
  const domain = environments.find((one) => one.environment === environment)?.domain;
  return domain ? baseUrlAt(domain.host, callbackPublicUrl) : callbackPublicUrl;
}

/** Where the person copies a code, there is no URL of ours to register. */
function outOfBandUri({ callback }: EngineDefinition): string | undefined {
  return callback?.delivery === 'out_of_band' ? callback.redirectUri : undefined;
}

import type { ConnectionLink, WholeConnection } from '@latchkey/db/management';
import {
  baseUrlAt,
  type ConnectionConfigId,
  type ConnectionHealth,
  type ConnectionStatus,
  callbackUrl,
  connectionColor,
  formatId,
  inputDefault,
  type Reason,
  reasons,
  worstHealth,
} from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { EnvironmentName, id, Key, named, orNull, Time } from './schema.js';

const Health = Type.Enum(['unused', 'succeeded', 'failed']);

const Link = Type.Object({
  instanceId: id('ins'),
  integrationId: id('int'),
  requiredConfigVariableId: id('var'),
  requiredConfigVariableKey: Key,
  health: Health,
  healthAt: orNull(Time),
  message: orNull(Type.String({ description: 'What the reported connection error said.' })),
  providerStatus: orNull(Type.Integer()),
  providerBody: orNull(Type.String()),
});

export const Connection = named(
  'Connection',
  Type.Object({
    id: id('conn'),
    connectionConfigId: id('cfg'),
    connectionConfigKey: Key,
    provider: orNull(Type.String({ description: "The catalogue's key, for a config that was made from there." })),
    providerName: Type.String(),
    environment: EnvironmentName,
    level: Type.Enum(['instance', 'user', 'customer', 'organization']),
    label: Type.String(),
    instanceId: orNull(id('ins')),
    customerId: orNull(id('cus')),
    userId: orNull(id('usr')),
    links: Type.Array(Link, { description: 'The instances that use the connection.' }),
    callbackUrl: orNull(
      Type.String({
        description:
          'The redirect URI of its next Connect, to be registered at the provider. Null where a browser is not redirected, and while the inputs do not say which server it is.',
      }),
    ),
    status: Type.Enum(['pending', 'active', 'error', 'disconnecting'], { description: '`pending`: not connected.' }),
    authorization: orNull(
      Type.Object(
        { kind: Type.Enum(['redirect', 'device_code']), expiresAt: Time },
        { description: 'A person is on the way; `device_code`: with a code that only their wizard shows.' },
      ),
    ),
    health: Health,
    color: Type.Enum(['gray', 'yellow', 'green', 'red']),
    reason: orNull(
      Type.Object(
        { code: Type.String(), message: Type.String(), since: orNull(Time) },
        { description: 'Why the connection is red, and whose move it is.' },
      ),
    ),
    accountLabel: orNull(Type.String()),
    connectedAt: orNull(Time),
    accessTokenExpiresAt: orNull(Time),
    refreshDueAt: orNull(Time),
    lastRefreshedAt: orNull(Time),
    refreshFailingSince: orNull(
      Type.String({ ...Time, description: 'Refreshes fail since then; `refreshDueAt` is the next try.' }),
    ),
    grantExpiresAt: orNull(
      Type.String({
        ...Time,
        description:
          'When access ends whatever Latchkey does, where that is known: the provider limits the consent, or gave no refresh token. The customer has to reconnect before; the event `expiring` tells it ahead, once.',
      }),
    ),
    lastUsedAt: orNull(Time),
    lastUsedIp: orNull(Type.String()),
    generation: orNull(Type.Integer({ description: 'Grows with every stored token set.' })),
    scopes: Type.Array(Type.String(), { description: 'What is asked for at the next Connect.' }),
    scopesOverride: orNull(Type.Array(Type.String())),
    grantedScopes: Type.Array(Type.String()),
    missingScopes: Type.Array(Type.String()),
    inputs: Type.Array(
      Type.Object({
        name: Type.String(),
        hasValue: Type.Boolean(),
        value: orNull(Type.String({ description: 'Null for a secret.' })),
      }),
    ),
    ownClient: orNull(
      Type.Object(
        { clientId: Type.String(), hasClientSecret: Type.Boolean() },
        { description: 'Client credentials that the customer brought, where the definition leaves them to each.' },
      ),
    ),
    lastFailure: orNull(
      Type.Object({ error: Type.String(), at: Time }, { description: 'How the latest attempt to connect failed.' }),
    ),
    lastRevocation: orNull(Type.Object({ outcome: Type.String(), at: Time })),
    createdAt: Time,
  }),
);

type Answer = Static<typeof Connection>;

/** A connection as vendors see it: its state, its use, and never a token. */
export function toConnection(row: WholeConnection, callbackPublicUrl: string): Answer {
  const { grant } = row;
  const status = row.status as ConnectionStatus;
  const health = worstHealth(row.links.map((link) => link.health as ConnectionHealth));
  return {
    id: formatId('connection', row.id),
    connectionConfigId: formatId('connection_config', row.connectionConfigId),
    connectionConfigKey: row.configKey,
    provider: row.providerKey,
    providerName: row.providerName,
    environment: row.environment,
    level: row.level as Answer['level'],
    label: row.label,
    instanceId: row.instanceId && formatId('instance', row.instanceId),
    customerId: row.customerId && formatId('customer', row.customerId),
    userId: row.userId && formatId('user', row.userId),
    links: row.links.map(toLink),
    callbackUrl: callbackUrlOf(row, callbackPublicUrl),
    status,
    authorization: authorizationOf(row),
    health,
    color: connectionColor(status, health),
    reason: reasonOf(row),
    accountLabel: grant?.accountLabel ?? null,
    connectedAt: row.connectedAt?.toISOString() ?? null,
    accessTokenExpiresAt: grant?.expiresAt?.toISOString() ?? null,
    refreshDueAt: grant?.dueAt?.toISOString() ?? null,
    refreshFailingSince: grant?.refreshFailingSince?.toISOString() ?? null,
    grantExpiresAt: grant?.grantExpiresAt?.toISOString() ?? null,
    // The first token set is not a renewal.
    lastRefreshedAt: grant && grant.generation > 1 ? grant.refreshedAt.toISOString() : null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
    generation: grant?.generation ?? null,
    scopes: [...(row.scopesOverride.length > 0 ? row.scopesOverride : row.configScopes)],
    scopesOverride: row.scopesOverride.length > 0 ? [...row.scopesOverride] : null,
    grantedScopes: [...(grant?.grantedScopes ?? [])],
    missingScopes: grant?.requestedScopes.filter((scope) => !grant.grantedScopes.includes(scope)) ?? [],
    inputs: toInputs(row),
    ownClient: row.ownClient,
    lastFailure:
      row.lastFailureError && row.lastFailureAt
        ? { error: row.lastFailureError, at: row.lastFailureAt.toISOString() }
        : null,
    lastRevocation:
      row.lastRevocationOutcome && row.lastRevocationAt
        ? { outcome: row.lastRevocationOutcome, at: row.lastRevocationAt.toISOString() }
        : null,
    createdAt: row.createdAt.toISOString(),
  };
}

function callbackUrlOf(row: WholeConnection, callbackPublicUrl: string): string | null {
  const { callbackHost, connectionConfigId, environment, serverSegment } = row;
  if (!row.isRedirected || serverSegment === null) return row.fixedRedirectUri;
  const base = callbackHost === null ? callbackPublicUrl : baseUrlAt(callbackHost, callbackPublicUrl);
  return (
    row.fixedRedirectUri ?? callbackUrl(base, connectionConfigId as ConnectionConfigId, environment, serverSegment)
  );
}

function authorizationOf({ authorizationExpiresAt, deviceCodeExpiresAt }: WholeConnection): Answer['authorization'] {
  if (deviceCodeExpiresAt) return { kind: 'device_code', expiresAt: deviceCodeExpiresAt.toISOString() };
  return authorizationExpiresAt && { kind: 'redirect', expiresAt: authorizationExpiresAt.toISOString() };
}

function toLink(link: ConnectionLink): Answer['links'][number] {
  return {
    instanceId: formatId('instance', link.instanceId),
    integrationId: formatId('integration', link.integrationId),
    requiredConfigVariableId: formatId('required_config_variable', link.variableId),
    requiredConfigVariableKey: link.variableKey,
    health: link.health as ConnectionHealth,
    healthAt: link.healthAt?.toISOString() ?? null,
    message: link.message,
    providerStatus: link.providerStatus,
    providerBody: link.providerBody,
  };
}

/** Access that cannot be renewed goes before an execution that failed. */
function reasonOf(row: WholeConnection): Answer['reason'] {
  if (row.status === 'error' && row.reason)
    return {
      code: row.reason,
      message: reasons[row.reason as Reason] ?? row.reason,
      since: row.statusChangedAt.toISOString(),
    };
  const failed = row.status === 'active' ? row.links.find((link) => link.health === 'failed') : undefined;
  if (!failed) return null;
  return {
    code: 'connection_error',
    message: failed.message ?? 'An execution reported that it could not use this connection.',
    since: failed.healthAt?.toISOString() ?? null,
  };
}

function toInputs(row: WholeConnection): Answer['inputs'] {
  return row.inputDefinitions.map((input) => {
    const given = row.givenInputs.find(({ name }) => name === input.name);
    const preset = inputDefault(input, row.environment);
    const value = given ? given.value : (preset ?? null);
    return {
      name: input.name,
      hasValue: given !== undefined || preset !== undefined,
      value: input.type === 'secret' ? null : value,
    };
  });
}

import type { CompletionKind, Definition, GrantType, InputDefinition } from '@latchkey/oauth';
import type { Prisma } from '../generated/client.js';
import type { ClientModel, ConnectionConfigEnvironmentModel, ConnectionConfigModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

/** A connection config with its environments; of secrets only whether there is a live one. */
export type ConfigWithEnvironments = ConnectionConfigModel & {
  readonly pinnedIssuers: readonly {
    readonly environment: string;
    /** Null: successes came without any. */
    readonly issuer: string | null;
    readonly firm: boolean;
  }[];
  readonly environments: readonly (ConnectionConfigEnvironmentModel & {
    readonly client:
      | (ClientModel & { readonly secrets: readonly { readonly id: string; readonly state: string }[] })
      | null;
    readonly domain: { readonly id: string; readonly host: string } | null;
  })[];
};

const withEnvironments = {
  pinnedIssuers: { orderBy: { issuer: 'asc' } },
  environments: {
    orderBy: { environment: 'asc' },
    include: {
      client: {
        include: { secrets: { where: { state: { in: ['current', 'next'] } }, select: { id: true, state: true } } },
      },
      domain: { select: { id: true, host: true } },
    },
  },
} as const satisfies Prisma.ConnectionConfigInclude;

/** What a connection config holds besides its environments. */
export interface NewConnectionConfig {
  readonly key: string;
  readonly name: string;
  readonly integrationId?: string;
  readonly level: 'instance' | 'user' | 'customer' | 'organization';
  readonly grantType: GrantType;
  readonly providerKey?: string;
  readonly definition: Definition;
  readonly definitionVersion: string;
  readonly scopes: readonly string[];
  readonly inputs: readonly InputDefinition[];
  readonly oauthSuccessRedirectUri?: string;
  readonly oauthFailureRedirectUri?: string;
  readonly refreshPolicy: 'always' | 'when_used';
  readonly completion: CompletionKind;
  /** Of embedded: where the completion code goes. */
  readonly completionRedirectUri?: string;
}

/** What may change later; `null` takes a redirect away. */
export interface ConnectionConfigChange {
  readonly name?: string;
  readonly providerKey?: string | null;
  readonly definition?: Definition;
  readonly definitionVersion?: string;
  readonly scopes?: readonly string[];
  readonly inputs?: readonly InputDefinition[];
  readonly oauthSuccessRedirectUri?: string | null;
  readonly oauthFailureRedirectUri?: string | null;
  readonly refreshPolicy?: 'always' | 'when_used';
  readonly completion?: CompletionKind;
  readonly completionRedirectUri?: string | null;
}

export async function createConnectionConfig(
  tx: TenantTransaction,
  organizationId: string,
  config: NewConnectionConfig,
): Promise<string> {
  const { scopes, definition, inputs, ...plain } = config;
  const { id } = await tx.connectionConfig.create({
    data: {
      organizationId,
      id: newId(),
      ...plain,
      scopes: [...scopes],
      definition: definition as unknown as Prisma.InputJsonObject,
      inputs: inputs as unknown as Prisma.InputJsonArray,
    },
  });
  return id;
}

/** A config that is not being deleted. */
export async function readConnectionConfig(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<ConfigWithEnvironments | undefined> {
  const row = await tx.connectionConfig.findFirst({
    where: { organizationId, id, state: 'active' },
    include: withEnvironments,
  });
  return row ?? undefined;
}

export async function listConnectionConfigs(
  tx: TenantTransaction,
  organizationId: string,
  filter: { readonly key?: string; readonly integrationId?: string },
  page: PageRequest,
): Promise<Page<ConfigWithEnvironments>> {
  const where = {
    organizationId,
    state: 'active',
    ...(filter.key === undefined ? {} : { key: filter.key }),
    ...(filter.integrationId === undefined ? {} : { integrationId: filter.integrationId }),
    ...afterCursor(page),
  };
  const rows = await tx.connectionConfig.findMany({ where, ...pageArguments(page), include: withEnvironments });
  return toPage(rows, page);
}

export async function updateConnectionConfig(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  change: ConnectionConfigChange,
): Promise<void> {
  const { scopes, definition, inputs, ...plain } = change;
  await tx.connectionConfig.updateMany({
    where: { organizationId, id, state: 'active' },
    data: {
      ...plain,
      ...(scopes ? { scopes: [...scopes] } : {}),
      ...(definition ? { definition: definition as unknown as Prisma.InputJsonObject } : {}),
      ...(inputs ? { inputs: inputs as unknown as Prisma.InputJsonArray } : {}),
      updatedAt: new Date(),
    },
  });
}

/** Integrations whose variables need the config: it cannot go before they do. */
export async function integrationsThatNeed(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
): Promise<readonly string[]> {
  const rows = await tx.requiredConfigVariable.findMany({
    where: { organizationId, connectionConfigId, integration: { state: 'active' } },
    select: { integration: { select: { name: true } } },
  });
  return [...new Set(rows.map(({ integration }) => integration.name))];
}

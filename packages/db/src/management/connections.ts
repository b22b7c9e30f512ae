import type { Prisma } from '../generated/client.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

const whole = {
  connectionConfig: {
    select: { key: true, providerKey: true, definition: true, scopes: true, inputs: true, integrationId: true },
  },
  links: {
    orderBy: { id: 'asc' },
    include: {
      instance: { select: { integrationId: true, customerId: true } },
      requiredConfigVariable: { select: { key: true } },
    },
  },
  inputs: { select: { name: true, value: true } },
  grant: { include: { clock: true } },
  authorizationSessions: {
    where: { consumedAt: null, endedHow: null },
    orderBy: { id: 'desc' },
    take: 1,
    select: { expiresAt: true },
  },
} as const satisfies Prisma.ConnectionInclude;

/** A connection with all that is shown of it; a sealed input is `null` and otherwise unread. */
export type WholeConnection = Prisma.ConnectionGetPayload<{ include: typeof whole }>;

export interface ConnectionFilter {
  readonly integrationId?: string;
  readonly customerId?: string;
  readonly instanceId?: string;
  readonly userId?: string;
  readonly connectionConfigId?: string;
  readonly environment?: string;
  readonly status?: string;
  /** The catalogue's key. */
  readonly provider?: string;
}

export async function readConnection(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<WholeConnection | undefined> {
  const row = await tx.connection.findUnique({ where: { organizationId_id: { organizationId, id } }, include: whole });
  return row ?? undefined;
}

export async function listConnections(
  tx: TenantTransaction,
  organizationId: string,
  filter: ConnectionFilter,
  page: PageRequest,
): Promise<Page<WholeConnection>> {
  const rows = await tx.connection.findMany({
    where: { AND: [{ organizationId, ...afterCursor(page) }, ...conditions(filter)] },
    ...pageArguments(page),
    include: whole,
  });
  return toPage(rows, page);
}

function conditions(filter: ConnectionFilter): Prisma.ConnectionWhereInput[] {
  const { integrationId, customerId, instanceId, userId } = filter;
  return [
    integrationId === undefined ? {} : { links: { some: { instance: { integrationId } } } },
    // A customer's are its own, its users' and its instances'.
    customerId === undefined
      ? {}
      : { OR: [{ customerId }, { user: { customerId } }, { links: { some: { instance: { customerId } } } }] },
    instanceId === undefined ? {} : { links: { some: { instanceId } } },
    userId === undefined ? {} : { userId },
    filter.connectionConfigId === undefined ? {} : { connectionConfigId: filter.connectionConfigId },
    filter.environment === undefined ? {} : { environment: filter.environment },
    filter.status === undefined ? {} : { status: filter.status },
    filter.provider === undefined ? {} : { connectionConfig: { providerKey: filter.provider } },
  ];
}

/** Connections of these instances, in the order of their variables: what an instance's answer lists. */
export async function listConnectionsOfInstances(
  tx: TenantTransaction,
  organizationId: string,
  instanceIds: readonly string[],
): Promise<readonly WholeConnection[]> {
  return tx.connection.findMany({
    where: { organizationId, links: { some: { instanceId: { in: [...instanceIds] } } } },
    orderBy: { id: 'asc' },
    include: whole,
  });
}

/** Replaces the scopes that the connection asks for; an empty list means the config's. */
export async function overrideScopes(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  scopes: readonly string[],
): Promise<void> {
  await tx.connection.updateMany({ where: { organizationId, id }, data: { scopesOverride: [...scopes] } });
}

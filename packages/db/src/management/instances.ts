import type { Prisma } from '../generated/client.js';
import type { InstanceModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { placeConnections } from './connection-places.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

/** Inserts an instance, makes its connections for each of its environments, and the links. */
export async function createInstance(
  tx: TenantTransaction,
  organizationId: string,
  instance: {
    readonly integrationId: string;
    readonly customerId: string;
    readonly name: string;
    readonly environments: readonly string[];
  },
): Promise<InstanceModel> {
  const row = await tx.instance.create({
    data: { organizationId, id: newId(), ...instance, environments: [...instance.environments] },
  });
  await placeConnections(tx, row);
  return row;
}

/** An instance that is not being deleted. */
export async function readInstance(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<InstanceModel | undefined> {
  return (await tx.instance.findFirst({ where: { organizationId, id, state: 'active' } })) ?? undefined;
}

export async function listInstances(
  tx: TenantTransaction,
  organizationId: string,
  filter: { readonly integrationId?: string; readonly customerId?: string },
  page: PageRequest,
): Promise<Page<InstanceModel>> {
  const where: Prisma.InstanceWhereInput = {
    organizationId,
    state: 'active',
    ...(filter.integrationId === undefined ? {} : { integrationId: filter.integrationId }),
    ...(filter.customerId === undefined ? {} : { customerId: filter.customerId }),
    ...afterCursor(page),
  };
  return toPage(await tx.instance.findMany({ where, ...pageArguments(page) }), page);
}

/** Changes an instance; new environments get their connections. */
export async function updateInstance(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  change: { readonly name?: string; readonly environments?: readonly string[] },
): Promise<InstanceModel | undefined> {
  const { environments, ...plain } = change;
  await tx.instance.updateMany({
    where: { organizationId, id, state: 'active' },
    data: { ...plain, ...(environments ? { environments: [...environments] } : {}), updatedAt: new Date() },
  });
  const row = await readInstance(tx, organizationId, id);
  if (row && environments) await placeConnections(tx, row);
  return row;
}

/** Makes what every instance of an integration lacks: after a variable was added to it. */
export async function placeForIntegration(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
): Promise<void> {
  const rows = await tx.instance.findMany({ where: { organizationId, integrationId, state: 'active' } });
  for (const row of rows) await placeConnections(tx, row);
}

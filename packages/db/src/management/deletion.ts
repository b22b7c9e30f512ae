import type { Prisma } from '../generated/client.js';
import { leaveReach, type TenantTransaction } from '../tenant-scope.js';

/** What can be deleted by a state: it vanishes from lists at once, and its connections are to be disconnected. */
export type Deletable = 'customer' | 'user' | 'integration' | 'connection_config' | 'instance';

/**
 * Marks a row and everything below it as being deleted (RELIABILITY, "Disconnect") and ends the wizard sessions that
 * were about it; answers the connections that have
 * to let go of their grants, or `undefined` when there is no such row. Repeating it answers what is still left.
 */
export async function markDeleting(
  tx: TenantTransaction,
  organizationId: string,
  kind: Deletable,
  id: string,
): Promise<readonly string[] | undefined> {
  const one = { where: { organizationId, id }, data: { state: 'deleting' } };
  switch (kind) {
    case 'customer': {
      if ((await tx.customer.updateMany(one)).count === 0) return undefined;
      const below = { where: { organizationId, customerId: id }, data: { state: 'deleting' } };
      await tx.user.updateMany(below);
      await tx.instance.updateMany(below);
      await tx.wizardSession.deleteMany({ where: { organizationId, customerId: id } });
      return connected(tx, organizationId, [
        { customerId: id },
        { user: { customerId: id } },
        { instance: { customerId: id } },
      ]);
    }
    case 'user':
      if ((await tx.user.updateMany(one)).count === 0) return undefined;
      await tx.wizardSession.deleteMany({ where: { organizationId, userId: id } });
      return connected(tx, organizationId, [{ userId: id }]);
    case 'integration': {
      if ((await tx.integration.updateMany(one)).count === 0) return undefined;
      const below = { where: { organizationId, integrationId: id }, data: { state: 'deleting' } };
      await tx.instance.updateMany(below);
      await tx.connectionConfig.updateMany(below);
      await tx.wizardSession.deleteMany({ where: { organizationId, instance: { integrationId: id } } });
      return connected(tx, organizationId, [
        { instance: { integrationId: id } },
        { connectionConfig: { integrationId: id } },
      ]);
    }
    case 'connection_config':
      if ((await tx.connectionConfig.updateMany(one)).count === 0) return undefined;
      return connected(tx, organizationId, [{ connectionConfigId: id }]);
    case 'instance':
      if ((await tx.instance.updateMany(one)).count === 0) return undefined;
      await tx.wizardSession.deleteMany({ where: { organizationId, instanceId: id } });
      return connected(tx, organizationId, [{ instanceId: id }]);
  }
}

async function connected(
  tx: TenantTransaction,
  organizationId: string,
  owners: Prisma.ConnectionWhereInput[],
): Promise<readonly string[]> {
  const rows = await tx.connection.findMany({
    where: { organizationId, grantId: { not: null }, OR: owners },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id }) => id);
}

/**
 * Deletes a required config variable and its links; answers the connections of instances that nothing else uses and
 * that have to let go of their grants, or `undefined` when there is no such variable. From then on the transaction
 * reaches the whole organization: what else uses a connection may lie outside of a key's reach, and with the variable
 * its config may have left it.
 */
export async function deleteRequiredConfigVariable(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
  id: string,
): Promise<readonly string[] | undefined> {
  const where = { organizationId, integrationId, id };
  if ((await tx.requiredConfigVariable.count({ where })) === 0) return undefined;
  await leaveReach(tx);
  const links = await tx.instanceLink.findMany({
    where: { organizationId, requiredConfigVariableId: id },
    select: { connectionId: true },
  });
  const { count } = await tx.requiredConfigVariable.deleteMany({ where });
  if (count === 0) return undefined;
  const orphans = await tx.connection.findMany({
    where: {
      organizationId,
      id: { in: links.map(({ connectionId }) => connectionId) },
      level: { not: 'organization' },
      grantId: { not: null },
      links: { none: {} },
    },
    select: { id: true },
  });
  return orphans.map((connection) => connection.id);
}

import type { TenantTransaction } from '../tenant-scope.js';

/** How many connections of a config keep secrets of their own: a client's, or secret inputs. */
export async function countConnectionsWithSecrets(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
): Promise<number> {
  return await tx.connection.count({
    where: {
      organizationId,
      connectionConfigId,
      OR: [
        { inputs: { some: { sealed: { not: null } } } },
        { ownClients: { some: { secrets: { some: { state: { in: ['current', 'next'] } } } } } },
      ],
    },
  });
}

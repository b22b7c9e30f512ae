import type { TenantTransaction } from '../tenant-scope.js';

/**
 * Forgets what an environment's successes pinned, so that the next ones do; answers the issuers that were pinned, null for
 * none at all.
 */
export async function resetPinnedIssuers(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  environment: string,
): Promise<readonly (string | null)[]> {
  const where = { organizationId, connectionConfigId, environment };
  const rows = await tx.pinnedIssuer.findMany({ where, orderBy: { issuer: 'asc' } });
  await tx.pinnedIssuer.deleteMany({ where });
  return [...new Set(rows.map(({ issuer }) => issuer))];
}

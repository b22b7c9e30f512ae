import type { TenantTransaction } from '../tenant-scope.js';

/** Forgets what an environment's first successes pinned, so that the next ones do; answers the issuers that were pinned. */
export async function resetPinnedIssuers(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  environment: string,
): Promise<readonly string[]> {
  const where = { organizationId, connectionConfigId, environment };
  const rows = await tx.pinnedIssuer.findMany({ where, orderBy: { issuer: 'asc' } });
  await tx.pinnedIssuer.deleteMany({ where });
  return [...new Set(rows.map(({ issuer }) => issuer))];
}

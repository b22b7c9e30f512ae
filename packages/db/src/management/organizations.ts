import type { Database } from '../database.js';
import type { OrganizationModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import { inTenant, type TenantTransaction } from '../tenant-scope.js';

/** The organization of the transaction. */
export async function readOrganization(
  tx: TenantTransaction,
  organizationId: string,
): Promise<OrganizationModel | undefined> {
  return (await tx.organization.findUnique({ where: { id: organizationId } })) ?? undefined;
}

/**
 * Changes that count rows before they insert one hold the organization's row, so that they come one after the other;
 * what else is inserted meanwhile does not wait.
 */
export async function holdOrganization(tx: TenantTransaction, organizationId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM organization WHERE id = ${organizationId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Inserts an organization under a new id and does `work` (its first key, say) in the same transaction. For the
 * operator: no API key can reach it.
 */
export async function createOrganization<Result>(
  db: Database,
  name: string,
  work: (tx: TenantTransaction, organization: OrganizationModel) => Promise<Result>,
): Promise<Result> {
  const id = newId();
  return inTenant(db, id, async (tx) => work(tx, await tx.organization.create({ data: { id, name } })));
}

/** Every organization, oldest first. Needs the login latchkey_worker: latchkey_app sees none. */
export async function listOrganizations(db: Database): Promise<readonly OrganizationModel[]> {
  return db.prisma.organization.findMany({ orderBy: { id: 'asc' } });
}

/** The origins whose pages may redeem wizard tickets, sorted. */
export async function listOrigins(tx: TenantTransaction, organizationId: string): Promise<readonly string[]> {
  const rows = await tx.registeredOrigin.findMany({ where: { organizationId }, orderBy: { origin: 'asc' } });
  return rows.map(({ origin }) => origin);
}

/** Makes the registered origins exactly these. */
export async function replaceOrigins(
  tx: TenantTransaction,
  organizationId: string,
  origins: readonly string[],
): Promise<void> {
  await tx.registeredOrigin.deleteMany({ where: { organizationId, origin: { notIn: [...origins] } } });
  await tx.registeredOrigin.createMany({
    data: origins.map((origin) => ({ organizationId, id: newId(), origin })),
    skipDuplicates: true,
  });
}

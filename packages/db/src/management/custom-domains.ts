import type { CustomDomainModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { holdOrganization } from './organizations.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

/** So many claims of an organization may be unproved at a time: each is a look-up an hour, which others wait for. */
export const mostUnverifiedDomains = 20;

export type CreatedDomain =
  | { readonly kind: 'created'; readonly domain: CustomDomainModel }
  /** By this organization, already. */
  | { readonly kind: 'claimed' }
  /** {@link mostUnverifiedDomains} are unproved. */
  | { readonly kind: 'too_many' }
  /** Another organization's, or another one's until lately; which is not told. */
  | { readonly kind: 'verified' | 'quarantined' };

/** Claims a host: from then on its TXT record is looked for. */
export async function createDomain(
  tx: TenantTransaction,
  organizationId: string,
  claim: { readonly host: string; readonly challenge: string },
): Promise<CreatedDomain> {
  const { host, challenge } = claim;
  const [found] = await tx.$queryRaw<{ obstacle: 'verified' | 'quarantined' | null }[]>`
    SELECT custom_domain_obstacle(${host}, ${organizationId}::uuid) AS obstacle`;
  if (found?.obstacle) return { kind: found.obstacle };
  await holdOrganization(tx, organizationId);
  if ((await tx.customDomain.count({ where: { organizationId, state: { not: 'verified' } } })) >= mostUnverifiedDomains)
    return { kind: 'too_many' };
  const id = newId();
  // Column by column: the doors' login may say nothing of the state.
  const inserted = await tx.$executeRaw`
    INSERT INTO custom_domain (organization_id, id, host, challenge, check_at)
    VALUES (${organizationId}::uuid, ${id}::uuid, ${host}, ${challenge}, statement_timestamp() + interval '10 minutes')
    ON CONFLICT (organization_id, host) DO NOTHING`;
  if (inserted === 0) return { kind: 'claimed' };
  const domain = await tx.customDomain.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } } });
  return { kind: 'created', domain };
}

/** The domain of this organization with this id. */
export async function readDomain(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<CustomDomainModel | undefined> {
  return (await tx.customDomain.findUnique({ where: { organizationId_id: { organizationId, id } } })) ?? undefined;
}

export async function listDomains(
  tx: TenantTransaction,
  organizationId: string,
  page: PageRequest,
): Promise<Page<CustomDomainModel>> {
  const where = { organizationId, ...afterCursor(page) };
  return toPage(await tx.customDomain.findMany({ where, ...pageArguments(page) }), page);
}

export type DeletedDomain =
  | { readonly kind: 'deleted'; readonly domain: CustomDomainModel }
  | { readonly kind: 'not_found' }
  /** The keys of the connection configs whose redirect URIs begin with it. */
  | { readonly kind: 'in_use'; readonly configKeys: readonly string[] };

/** Lets a domain go: it serves nothing from then on, and nobody else can have it for 90 days if it was ever verified. */
export async function deleteDomain(tx: TenantTransaction, organizationId: string, id: string): Promise<DeletedDomain> {
  const domain = await readDomain(tx, organizationId, id);
  if (!domain) return { kind: 'not_found' };
  const users = await tx.connectionConfigEnvironment.findMany({
    where: { organizationId, domainId: id },
    select: { connectionConfig: { select: { key: true } } },
  });
  if (users.length > 0)
    return { kind: 'in_use', configKeys: [...new Set(users.map(({ connectionConfig }) => connectionConfig.key))] };
  await tx.customDomain.delete({ where: { organizationId_id: { organizationId, id } } });
  return { kind: 'deleted', domain };
}

/** Which custom domain an environment's redirect URIs begin with; null: the region's callback host. */
export async function saveCallbackDomain(
  tx: TenantTransaction,
  organizationId: string,
  { connectionConfigId, environment }: { readonly connectionConfigId: string; readonly environment: string },
  domainId: string | null,
): Promise<void> {
  await tx.connectionConfigEnvironment.update({
    where: { organizationId_connectionConfigId_environment: { organizationId, connectionConfigId, environment } },
    data: { domainId },
  });
}

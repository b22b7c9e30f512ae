import type { Prisma } from '../generated/client.js';
import type { IntegrationModel, RequiredConfigVariableModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

export async function createIntegration(
  tx: TenantTransaction,
  organizationId: string,
  integration: { readonly key: string; readonly name: string; readonly description: string },
): Promise<IntegrationModel> {
  return tx.integration.create({ data: { organizationId, id: newId(), ...integration } });
}

/** An integration that is not being deleted. */
export async function readIntegration(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<IntegrationModel | undefined> {
  return (await tx.integration.findFirst({ where: { organizationId, id, state: 'active' } })) ?? undefined;
}

export async function listIntegrations(
  tx: TenantTransaction,
  organizationId: string,
  filter: { readonly key?: string },
  page: PageRequest,
): Promise<Page<IntegrationModel>> {
  const where: Prisma.IntegrationWhereInput = {
    organizationId,
    state: 'active',
    ...(filter.key === undefined ? {} : { key: filter.key }),
    ...afterCursor(page),
  };
  return toPage(await tx.integration.findMany({ where, ...pageArguments(page) }), page);
}

export async function updateIntegration(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  change: { readonly name?: string; readonly description?: string },
): Promise<IntegrationModel | undefined> {
  const { count } = await tx.integration.updateMany({
    where: { organizationId, id, state: 'active' },
    data: { ...change, updatedAt: new Date() },
  });
  return count === 0 ? undefined : readIntegration(tx, organizationId, id);
}

/** A required config variable with what is shown of its connection config. */
export type VariableWithConfig = RequiredConfigVariableModel & {
  readonly connectionConfig: { readonly key: string; readonly level: string };
};

const withConfig = { connectionConfig: { select: { key: true, level: true } } } as const;

export async function createRequiredConfigVariable(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
  variable: {
    readonly key: string;
    readonly connectionConfigId: string;
    readonly purpose?: string;
    readonly position: number;
  },
): Promise<VariableWithConfig> {
  return tx.requiredConfigVariable.create({
    data: { organizationId, id: newId(), integrationId, ...variable },
    include: withConfig,
  });
}

export async function readRequiredConfigVariable(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
  id: string,
): Promise<VariableWithConfig | undefined> {
  const row = await tx.requiredConfigVariable.findFirst({
    where: { organizationId, integrationId, id },
    include: withConfig,
  });
  return row ?? undefined;
}

/** The variables of an integration in the order in which the wizard shows them. */
export async function listRequiredConfigVariables(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
): Promise<readonly VariableWithConfig[]> {
  return tx.requiredConfigVariable.findMany({
    where: { organizationId, integrationId },
    orderBy: [{ position: 'asc' }, { key: 'asc' }],
    include: withConfig,
  });
}

/** The key never changes. */
export async function updateRequiredConfigVariable(
  tx: TenantTransaction,
  organizationId: string,
  integrationId: string,
  id: string,
  change: { readonly purpose?: string | null; readonly position?: number },
): Promise<VariableWithConfig | undefined> {
  await tx.requiredConfigVariable.updateMany({ where: { organizationId, integrationId, id }, data: change });
  return readRequiredConfigVariable(tx, organizationId, integrationId, id);
}

import type { CustomerModel, UserModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

export async function createCustomer(
  tx: TenantTransaction,
  organizationId: string,
  customer: { readonly externalId: string; readonly name: string },
): Promise<CustomerModel> {
  return tx.customer.create({ data: { organizationId, id: newId(), ...customer } });
}

/** A customer that is not being deleted. */
export async function readCustomer(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<CustomerModel | undefined> {
  return (await tx.customer.findFirst({ where: { organizationId, id, state: 'active' } })) ?? undefined;
}

export async function listCustomers(
  tx: TenantTransaction,
  organizationId: string,
  filter: { readonly externalId?: string },
  page: PageRequest,
): Promise<Page<CustomerModel>> {
  const where = {
    organizationId,
    state: 'active',
    ...(filter.externalId === undefined ? {} : { externalId: filter.externalId }),
    ...afterCursor(page),
  };
  return toPage(await tx.customer.findMany({ where, ...pageArguments(page) }), page);
}

export async function updateCustomer(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  change: { readonly externalId?: string; readonly name?: string },
): Promise<CustomerModel | undefined> {
  const { count } = await tx.customer.updateMany({
    where: { organizationId, id, state: 'active' },
    data: { ...change, updatedAt: new Date() },
  });
  return count === 0 ? undefined : readCustomer(tx, organizationId, id);
}

export async function createUser(
  tx: TenantTransaction,
  organizationId: string,
  customerId: string,
  user: { readonly externalId: string; readonly name: string; readonly email?: string },
): Promise<UserModel> {
  return tx.user.create({ data: { organizationId, id: newId(), customerId, ...user } });
}

/** A customer's user that is not being deleted. */
export async function readUser(
  tx: TenantTransaction,
  organizationId: string,
  customerId: string,
  id: string,
): Promise<UserModel | undefined> {
  return (await tx.user.findFirst({ where: { organizationId, customerId, id, state: 'active' } })) ?? undefined;
}

export async function listUsers(
  tx: TenantTransaction,
  organizationId: string,
  customerId: string,
  page: PageRequest,
): Promise<Page<UserModel>> {
  const where = { organizationId, customerId, state: 'active', ...afterCursor(page) };
  return toPage(await tx.user.findMany({ where, ...pageArguments(page) }), page);
}

export async function updateUser(
  tx: TenantTransaction,
  organizationId: string,
  customerId: string,
  id: string,
  change: { readonly externalId?: string; readonly name?: string; readonly email?: string | null },
): Promise<UserModel | undefined> {
  const { count } = await tx.user.updateMany({
    where: { organizationId, customerId, id, state: 'active' },
    data: { ...change, updatedAt: new Date() },
  });
  return count === 0 ? undefined : readUser(tx, organizationId, customerId, id);
}

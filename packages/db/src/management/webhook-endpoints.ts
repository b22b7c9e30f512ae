import type { Sealed } from '@latchkey/oauth';
import type { WebhookEndpointModel } from '../generated/models.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

/** An endpoint with its live secrets, of which nobody is shown more than when they were made and when they end. */
export type ShownWebhookEndpoint = WebhookEndpointModel & {
  readonly secrets: readonly { readonly id: string; readonly createdAt: Date; readonly expiresAt: Date | null }[];
};

/** A new secret; its value was sealed for the row `id`. */
export interface NewWebhookSecret {
  readonly id: string;
  readonly value: Sealed;
}

const shown = () => ({
  secrets: {
    where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    select: { id: true, createdAt: true, expiresAt: true },
    orderBy: { id: 'desc' as const },
  },
});

/** How many endpoints there are. */
export async function countWebhookEndpoints(tx: TenantTransaction, organizationId: string): Promise<number> {
  return tx.webhookEndpoint.count({ where: { organizationId } });
}

export async function createWebhookEndpoint(
  tx: TenantTransaction,
  organizationId: string,
  endpoint: {
    readonly id: string;
    readonly url: string;
    readonly description: string;
    readonly eventTypes: readonly string[];
  },
  secret: NewWebhookSecret,
): Promise<void> {
  const { id, url, description, eventTypes } = endpoint;
  await tx.webhookEndpoint.create({ data: { organizationId, id, url, description, eventTypes: [...eventTypes] } });
  await insertSecret(tx, organizationId, id, secret);
}

export async function readWebhookEndpoint(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<ShownWebhookEndpoint | undefined> {
  return (await tx.webhookEndpoint.findFirst({ where: { organizationId, id }, include: shown() })) ?? undefined;
}

export async function listWebhookEndpoints(
  tx: TenantTransaction,
  organizationId: string,
  page: PageRequest,
): Promise<Page<ShownWebhookEndpoint>> {
  const where = { organizationId, ...afterCursor(page) };
  return toPage(await tx.webhookEndpoint.findMany({ where, include: shown(), ...pageArguments(page) }), page);
}

/** Changes what is given; `undefined` when there is no such endpoint. */
export async function updateWebhookEndpoint(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  change: { readonly url?: string; readonly description?: string; readonly eventTypes?: readonly string[] },
): Promise<ShownWebhookEndpoint | undefined> {
  const { eventTypes, ...others } = change;
  await tx.webhookEndpoint.updateMany({
    where: { organizationId, id },
    data: { ...others, ...(eventTypes ? { eventTypes: [...eventTypes] } : {}), updatedAt: new Date() },
  });
  return readWebhookEndpoint(tx, organizationId, id);
}

/** The endpoint gets messages again, from now on; its failures are forgotten. */
export async function enableWebhookEndpoint(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  await tx.webhookEndpoint.updateMany({
    where: { organizationId, id, state: 'disabled' },
    data: { state: 'enabled', disabledReason: null, disabledAt: null, failures: 0, failingSince: null },
  });
}

/** The vendor wants no messages: those that wait, and those to come, are kept for a replay. */
export async function disableWebhookEndpoint(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { organizationId, id, state: 'enabled' },
    data: { state: 'disabled', disabledReason: 'by_vendor', disabledAt: new Date(), dueAt: null },
  });
  if (count > 0)
    await tx.webhookDelivery.updateMany({
      where: { organizationId, endpointId: id, state: 'pending' },
      data: { state: 'skipped', dueAt: null },
    });
}

/** Deletes an endpoint with its secrets and deliveries. */
export async function deleteWebhookEndpoint(tx: TenantTransaction, organizationId: string, id: string): Promise<void> {
  await tx.webhookEndpoint.deleteMany({ where: { organizationId, id } });
}

/**
 * The new secret signs from now on; the one before signs beside it for so many seconds more, and an older one no longer.
 * The endpoint must exist.
 */
export async function rotateWebhookSecret(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
  secret: NewWebhookSecret,
  keepSeconds: number,
): Promise<void> {
  // Its row is what two rotations at once wait for.
  await tx.$queryRaw`
    SELECT id FROM webhook_endpoint WHERE organization_id = ${organizationId}::uuid AND id = ${endpointId}::uuid
       FOR NO KEY UPDATE`;
  await tx.webhookSecret.deleteMany({ where: { organizationId, endpointId, expiresAt: { not: null } } });
  await tx.$executeRaw`
    UPDATE webhook_secret SET expires_at = statement_timestamp() + make_interval(secs => ${keepSeconds}::float8)
     WHERE organization_id = ${organizationId}::uuid AND endpoint_id = ${endpointId}::uuid`;
  await insertSecret(tx, organizationId, endpointId, secret);
}

async function insertSecret(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
  { id, value }: NewWebhookSecret,
): Promise<void> {
  await tx.webhookSecret.create({ data: { organizationId, id, endpointId, value: Uint8Array.from(value.envelope) } });
}

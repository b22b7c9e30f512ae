import { webhookTestType } from '@latchkey/oauth';
import type { Prisma } from '../generated/client.js';
import type { WebhookDeliveryModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import type { Page, PageRequest } from './page.js';

export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'skipped';

/** A delivery as it may be shown: never what it says. */
export type ShownWebhookDelivery = Omit<WebhookDeliveryModel, 'data'>;

/** The most deliveries that one call replays. */
export const mostReplayed = 10_000;

const hidden = { data: true } as const;

/** An endpoint's deliveries, newest first. */
export async function listWebhookDeliveries(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
  filter: { readonly states?: readonly DeliveryState[]; readonly since?: Date; readonly until?: Date },
  page: PageRequest,
): Promise<Page<ShownWebhookDelivery>> {
  const where: Prisma.WebhookDeliveryWhereInput = {
    organizationId,
    endpointId,
    ...(page.after === undefined ? {} : { id: { lt: page.after } }),
    ...(filter.states ? { state: { in: [...filter.states] } } : {}),
    at: { ...(filter.since ? { gte: filter.since } : {}), ...(filter.until ? { lt: filter.until } : {}) },
  };
  const rows = await tx.webhookDelivery.findMany({
    where,
    take: page.limit + 1,
    orderBy: { id: 'desc' },
    omit: hidden,
  });
  const kept = rows.slice(0, page.limit);
  const last = kept.at(-1);
  return { rows: kept, ...(rows.length > page.limit && last ? { next: last.id } : {}) };
}

export async function readWebhookDelivery(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
  id: string,
): Promise<ShownWebhookDelivery | undefined> {
  const where = { organizationId, endpointId, id };
  return (await tx.webhookDelivery.findFirst({ where, omit: hidden })) ?? undefined;
}

/** A message that only tests the endpoint, due at once; it must be enabled: see {@link wakeWebhookEndpoint}. */
export async function createTestDelivery(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
): Promise<ShownWebhookDelivery | undefined> {
  const id = newId();
  await tx.$executeRaw`
    INSERT INTO webhook_delivery (organization_id, id, endpoint_id, message_id, type, at, data, state, due_at)
    VALUES (${organizationId}::uuid, ${id}::uuid, ${endpointId}::uuid, ${newId()}::uuid, ${webhookTestType},
      statement_timestamp(), '{}', 'pending', statement_timestamp())`;
  return readWebhookDelivery(tx, organizationId, endpointId, id);
}

/**
 * Has a worker look at an enabled endpoint at once, also at one that fails; `disabled` when it is, or is not there. It
 * comes before what is made due, so that everybody locks the endpoint first.
 */
export async function wakeWebhookEndpoint(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<'woken' | 'disabled'> {
  const woken = await tx.$executeRaw`
    UPDATE webhook_endpoint SET due_at = statement_timestamp()
     WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND state = 'enabled'`;
  return woken === 1 ? 'woken' : 'disabled';
}

/** Sends a delivery again, with all its tries; one that waits is sent at once. `undefined` when there is none. */
export async function replayDelivery(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
  id: string,
): Promise<ShownWebhookDelivery | undefined> {
  await tx.$executeRaw`
    UPDATE webhook_delivery SET state = 'pending', due_at = statement_timestamp(), attempts = 0, delivered_at = NULL,
      replayed_at = statement_timestamp()
     WHERE organization_id = ${organizationId}::uuid AND endpoint_id = ${endpointId}::uuid AND id = ${id}::uuid`;
  return readWebhookDelivery(tx, organizationId, endpointId, id);
}

/**
 * Sends again what happened since a moment and is over, in these states, in its order; at most {@link mostReplayed}. Where
 * more is left, `next` is the moment to go on from.
 */
export async function replayDeliveries(
  tx: TenantTransaction,
  organizationId: string,
  endpointId: string,
  wanted: { readonly since: Date; readonly until?: Date; readonly states: readonly DeliveryState[] },
): Promise<{ readonly replayed: number; readonly next?: Date }> {
  const where: Prisma.WebhookDeliveryWhereInput = {
    organizationId,
    endpointId,
    state: { in: wanted.states.filter((state) => state !== 'pending') },
    at: { gte: wanted.since, ...(wanted.until ? { lt: wanted.until } : {}) },
  };
  const found = await tx.webhookDelivery.findMany({
    where,
    select: { id: true, at: true },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    take: mostReplayed + 1,
  });
  const rest = found[mostReplayed];
  const ids = found.slice(0, mostReplayed).map(({ id }) => id);
  // A millisecond apart, in the past, so that they are sent in the order in which they happened.
  const replayed = await tx.$executeRaw`
    UPDATE webhook_delivery d SET state = 'pending', attempts = 0, delivered_at = NULL,
      replayed_at = statement_timestamp(),
      due_at = statement_timestamp() - make_interval(secs => (cardinality(${ids}::uuid[]) - w.place)::float8 / 1000)
     FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS w (id, place)
    WHERE d.organization_id = ${organizationId}::uuid AND d.endpoint_id = ${endpointId}::uuid AND d.id = w.id
      AND d.state <> 'pending'`;
  return { replayed, ...(rest ? { next: rest.at } : {}) };
}

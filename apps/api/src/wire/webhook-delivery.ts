import type { DeliveryState, ShownWebhookDelivery } from '@latchkey/db/management';
import { formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { id, named, orNull, Time } from './schema.js';

export const deliveryStates = ['pending', 'delivered', 'failed', 'skipped'] as const satisfies readonly DeliveryState[];

export const WebhookDelivery = named(
  'WebhookDelivery',
  Type.Object({
    id: id('whd'),
    messageId: Type.String({
      description: 'The header `webhook-id`: the same on every try, at every endpoint and in a replay.',
      examples: ['msg_0192f0c1a2b37c4d8e5f60718293a4b5'],
    }),
    type: Type.String({ examples: ['connection.connected'] }),
    at: Type.String({ format: 'date-time', description: 'When it happened.' }),
    status: Type.Enum([...deliveryStates], {
      description:
        '`failed`: every try of the schedule failed. `skipped`: the endpoint was disabled. Both can be replayed for 30 days.',
    }),
    attempts: Type.Integer({ description: 'Tries since it was made, or replayed last.' }),
    nextAttemptAt: orNull(Time),
    lastAttemptAt: orNull(Time),
    lastStatus: Type.Union([Type.Integer(), Type.Null()], { description: 'The HTTP status of the last answer.' }),
    lastError: Type.Union([Type.String(), Type.Null()], {
      description: 'Why the last try failed.',
      examples: ['http_status', 'redirect', 'timeout', 'unreachable', 'egress_refused'],
    }),
    lastMilliseconds: Type.Union([Type.Integer(), Type.Null()], { description: 'How long the last try took.' }),
    deliveredAt: orNull(Time),
    replayedAt: orNull(Time),
  }),
);

export function toWebhookDelivery(row: ShownWebhookDelivery): Static<typeof WebhookDelivery> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: formatId('webhook_delivery', row.id),
    messageId: formatId('webhook_message', row.messageId),
    type: row.type,
    at: row.at.toISOString(),
    status: row.state as DeliveryState,
    attempts: row.attempts,
    nextAttemptAt: iso(row.dueAt),
    lastAttemptAt: iso(row.lastAttemptAt),
    lastStatus: row.lastStatus,
    lastError: row.lastError,
    lastMilliseconds: row.lastMs,
    deliveredAt: iso(row.deliveredAt),
    replayedAt: iso(row.replayedAt),
  };
}

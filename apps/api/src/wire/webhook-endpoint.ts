import type { ShownWebhookEndpoint } from '@latchkey/db/management';
import { formatId, webhookEventTypes } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { id, named, orNull, Time } from './schema.js';

export const WebhookUrl = Type.String({
  minLength: 1,
  maxLength: 2000,
  description: 'An https URL on port 443 at a public address. Redirects are not followed.',
  examples: ['https://example.com/webhooks/latchkey'],
});

export const WebhookEventTypes = Type.Array(Type.Enum([...webhookEventTypes]), {
  uniqueItems: true,
  maxItems: webhookEventTypes.length,
  description: 'The types that the endpoint gets; an empty list asks for all, those of the future too.',
});

const Secret = Type.Object({
  id: id('whs'),
  createdAt: Time,
  expiresAt: orNull(Time),
});

const shown = {
  id: id('whe'),
  url: Type.String(),
  description: Type.String(),
  eventTypes: Type.Array(Type.String({ examples: [...webhookEventTypes] })),
  status: Type.Enum(['enabled', 'disabled']),
  disabledReason: Type.Union([Type.Enum(['by_vendor', 'failing', 'gone']), Type.Null()], {
    description:
      '`failing`: nothing but failures for 72 hours, and at least ten; `gone`: the endpoint answered 410; `by_vendor`: over this API.',
  }),
  disabledAt: orNull(Time),
  failures: Type.Integer({ description: 'Tries in a row that failed.' }),
  failingSince: orNull(Time),
  lastDeliveredAt: orNull(Time),
  secrets: Type.Array(Secret, {
    description: 'Each message is signed with all of them; there are two while a rotation lasts.',
  }),
  createdAt: Time,
  updatedAt: Time,
};

export const WebhookEndpoint = named('WebhookEndpoint', Type.Object(shown));

export const NewWebhookEndpoint = named(
  'NewWebhookEndpoint',
  Type.Object({
    ...shown,
    secret: Type.String({ description: 'Verifies messages, `whsec_…`: told only in this answer.' }),
  }),
);

export function toWebhookEndpoint(row: ShownWebhookEndpoint): Static<typeof WebhookEndpoint> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: formatId('webhook_endpoint', row.id),
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    status: row.state as 'enabled' | 'disabled',
    disabledReason: row.disabledReason as 'by_vendor' | 'failing' | 'gone' | null,
    disabledAt: iso(row.disabledAt),
    failures: row.failures,
    failingSince: iso(row.failingSince),
    lastDeliveredAt: iso(row.lastDeliveredAt),
    secrets: row.secrets.map((secret) => ({
      id: formatId('webhook_secret', secret.id),
      createdAt: secret.createdAt.toISOString(),
      expiresAt: iso(secret.expiresAt),
    })),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

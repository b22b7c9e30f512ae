import type { ConnectionEventKind } from '../connection/connection-event.js';

/** Everything that webhooks tell of: `type` in a message, and what an endpoint can ask for. */
export const webhookEventTypes = [
  'connection.connected',
  'connection.disconnected',
  'connection.revoked',
  'connection.authorization_failed',
  'connection.refresh_failed',
  'connection.reauthorization_required',
  'connection.recovered',
  'connection.expiring',
  'client.misconfigured',
  'client.recovered',
] as const;

export type WebhookEventType = (typeof webhookEventTypes)[number];

/** The type of a message that an endpoint is tested with; it comes whatever the endpoint asks for. */
export const webhookTestType = 'webhook.test';

/**
 * The webhook that tells of a line in a connection's log; kinds that are missing are for the log only. Whoever presses
 * Disconnect has no access from that moment on; how the grant's revocation then ended is told apart.
 */
export const webhookTypeOf: Partial<Readonly<Record<ConnectionEventKind, WebhookEventType>>> = {
  connected: 'connection.connected',
  authorization_failed: 'connection.authorization_failed',
  refresh_failed: 'connection.refresh_failed',
  reauthorization_required: 'connection.reauthorization_required',
  expiring: 'connection.expiring',
  recovered: 'connection.recovered',
  disconnect_requested: 'connection.disconnected',
  disconnected: 'connection.revoked',
};

import { formatId, type IdKind } from '../wire-id.js';

/** What a message says: ids, reasons and times, by name. */
export type WebhookData = Readonly<Record<string, string>>;

/** One message, the same for every endpoint and on every try. */
export interface WebhookMessage {
  /** The event's row; `msg_…` on the wire. */
  readonly id: string;
  readonly type: string;
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
  readonly data: WebhookData;
}

/** An event as it was written with its change, and whose connection it is about. */
export interface OutboxEvent {
  /** What the writer left; only what {@link webhookData} picks from it leaves us. */
  readonly payload: unknown;
  /** Rows' ids; those that are not known are null. */
  readonly ids: Readonly<Record<DataId, string | null>>;
  readonly environment: string | null;
}

/** Ids in a message, each with the kind that gives its prefix. */
const dataIds = {
  connectionId: 'connection',
  connectionConfigId: 'connection_config',
  customerId: 'customer',
  instanceId: 'instance',
  userId: 'user',
} as const satisfies Readonly<Record<string, IdKind>>;

type DataId = keyof typeof dataIds;

/** Error codes with a meaning of their own (RFC 6749 sections 4.1.2.1 and 5.2, RFC 8707); any other is a provider's free text. */
const registeredErrors: ReadonlySet<string> = new Set([
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  ...['invalid_scope', 'access_denied', 'unsupported_response_type', 'server_error', 'temporarily_unavailable'],
  'invalid_target',
]);

/**
 * What a message may say of an event: ids, the reason of our closed list, a registered error code, the end of a grant, a
 * client's id. Whatever else was noted (a provider's words, above all) stays in the connection's log.
 */
export function webhookData({ payload, ids, environment }: OutboxEvent): WebhookData {
  const noted = membersOf(payload);
  const details = membersOf(noted.details);
  const data: Record<string, string> = {};
  for (const name of Object.keys(dataIds) as DataId[]) {
    const id = ids[name] ?? noted[name];
    if (typeof id === 'string') data[name] = formatId(dataIds[name], id);
  }
  const told = {
    environment: environment ?? noted.environment,
    clientId: noted.clientId,
    reason: noted.reason,
    error: registeredErrors.has(String(details.error)) ? details.error : undefined,
    grantExpiresAt: details.expiresAt,
  };
  for (const [name, value] of Object.entries(told)) if (typeof value === 'string') data[name] = value;
  return data;
}

/** The text that is signed and sent. */
export function webhookBody({ type, at, data }: WebhookMessage): string {
  return JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

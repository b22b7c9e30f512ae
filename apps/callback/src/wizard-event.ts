import type { ListedEvent } from '@latchkey/db';
import type { ConnectionEventKind } from '@latchkey/oauth';
import type { WizardEvent } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';

/** The kinds of events that the log's filter "Problems" keeps. */
export const problems: ReadonlySet<ConnectionEventKind> = new Set<ConnectionEventKind>([
  'authorization_failed',
  'refresh_failed',
  'reauthorization_required',
  'expiring',
  'connection_error_reported',
  'access_token_rejected',
]);
const good: ReadonlySet<ConnectionEventKind> = new Set<ConnectionEventKind>([
  'connected',
  'renewed',
  'recovered',
  'execution_succeeded',
]);
/** Told by the vendor's code, whose name (an API key's) is none of the customer's business. */
const byTheVendor: ReadonlySet<ConnectionEventKind> = new Set<ConnectionEventKind>([
  'execution_succeeded',
  'connection_error_reported',
  'access_token_rejected',
]);

/** A line of the log as the customer may see it. */
export function wizardEvent(event: ListedEvent, messages: Messages): WizardEvent {
  const details = technicalDetails(event.details, messages.log.details);
  return {
    id: event.id,
    at: event.at.toISOString(),
    kind: event.kind,
    severity: problems.has(event.kind) ? 'problem' : good.has(event.kind) ? 'good' : 'info',
    ...(event.actor === undefined || byTheVendor.has(event.kind) ? {} : { actor: event.actor }),
    ...(event.details.account === undefined ? {} : { account: event.details.account }),
    ...(event.details.expiresAt === undefined ? {} : { expiresAt: event.details.expiresAt }),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(details.length === 0 ? {} : { details }),
  };
}

/**
 * Label and value, in an order that reads well. Left out: the account, which has its place in the line; the explanation,
 * which is for the vendor; the generation.
 */
function technicalDetails(
  details: ListedEvent['details'],
  labels: Messages['log']['details'],
): NonNullable<WizardEvent['details']> {
  const { error, description, status, endpoint, cause, iss, message, body, field } = details;
  const answer = status !== undefined && endpoint !== undefined ? labels.answered(status, endpoint) : status;
  const rows: readonly (readonly [label: string, value: string | undefined])[] = [
    [labels.error, error],
    [labels.description, description],
    [labels.message, message],
    [labels.answer, answer],
    [labels.body, body],
    [labels.cause, cause],
    [labels.issuer, iss],
    [labels.field, field],
  ];
  return rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** Every kind of line in a connection's log: the engine's closed list (`packages/oauth/src/connection/connection-event.ts`). */
export const EVENT_KINDS = [
  'authorization_started',
  'connected',
  'authorization_failed',
  'authorization_cancelled',
  'authorization_superseded',
  'renewed',
  'refresh_failed',
  'reauthorization_required',
  'expiring',
  'recovered',
  'disconnect_requested',
  'disconnected',
  'execution_succeeded',
  'connection_error_reported',
  'access_token_rejected',
  'inputs_changed',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Why a connection needs attention: the engine's closed list of reasons. */
export const PROBLEM_REASONS = [
  'grant_rejected',
  'rotation_response_lost',
  'authorization_expired',
  'no_refresh_token',
  'provider_unavailable',
  'client_misconfigured',
  'crashed',
  'connection_error',
] as const;
export type ProblemReason = (typeof PROBLEM_REASONS)[number];

/** How an attempt to connect can fail: our closed list, the `error` of failure redirects. */
export const AUTHORIZATION_ERRORS = [
  'access_denied',
  'provider_unavailable',
  'client_misconfigured',
  'provider_error',
  'expired',
  'superseded',
  'not_confirmed',
  'not_completed',
  'session_mismatch',
  'invalid_response',
] as const;
export type AuthorizationError = (typeof AUTHORIZATION_ERRORS)[number];

/** How a disconnect can end. */
export const REVOCATION_OUTCOMES = ['revoked', 'not_supported', 'unconfirmed', 'superseded'] as const;
export type RevocationOutcome = (typeof REVOCATION_OUTCOMES)[number];

/** The word on a card's badge; one for each face that it can have. */
export const STATUS_WORDS = ['not_connected', 'not_used', 'working', 'attention', 'waiting', 'disconnecting'] as const;
export type StatusWord = (typeof STATUS_WORDS)[number];

/** Whether `value` is in the closed `list`; codes of a newer server may not be. */
export function isOneOf<T extends string>(list: readonly T[], value: string | undefined): value is T {
  return value !== undefined && (list as readonly string[]).includes(value);
}

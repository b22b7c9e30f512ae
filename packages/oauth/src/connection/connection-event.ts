import type { AuthorizationSessionId, WizardSessionId } from '../ids.js';
import type { Reason } from './status.js';

/** Every kind of line in a connection's log. `renewed` is derived from the grant's clock and never stored. */
export const connectionEventKinds = [
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

export type ConnectionEventKind = (typeof connectionEventKinds)[number];

/** How an attempt to connect ended badly: the closed list that `error` in a failure redirect is taken from. */
export const authorizationErrors = {
  access_denied: 'Access was declined at the provider.',
  provider_unavailable: 'The provider could not be reached. Try again in a few minutes.',
  client_misconfigured: 'The provider does not accept this application. The vendor has to correct its registration.',
  provider_error: 'The provider had a problem and could not finish. Try again.',
  invalid_response: 'The provider sent an answer that cannot be used.',
  expired: 'The sign-in was not finished in time. Try again.',
  superseded: 'A newer sign-in replaced this one.',
  not_confirmed: 'The account was not confirmed, so nothing was connected.',
  not_completed: 'The sign-in was not completed in time, or not by whoever began it. Try again.',
} as const;

export type AuthorizationError = keyof typeof authorizationErrors;

/** How a disconnected grant's revocation ended. */
export type RevocationOutcome = 'revoked' | 'not_supported' | 'unconfirmed' | 'superseded';

/** A line to be written with a change of state, in the same transaction. */
export interface ConnectionEvent {
  readonly kind: ConnectionEventKind;
  readonly reason?: Reason | AuthorizationError | RevocationOutcome;
  /** A person's or machine's name as shown in the log. */
  readonly actor?: string;
  /** Where that person was: what they change there is in the audit record too. */
  readonly wizardSessionId?: WizardSessionId;
  /** The same of a flow that began outside of the wizard. */
  readonly authorizationSessionId?: AuthorizationSessionId;
  /** Scrubbed technical facts, for example `{error: 'invalid_grant', status: '400'}`. */
  readonly details?: Readonly<Record<string, string>>;
}

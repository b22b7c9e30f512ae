import type { AuthorizationError } from '../connection/connection-event.js';
import type { TokenFailure } from '../token/token-response.js';

/** Error codes of RFC 6749 section 4.1.2.1 (and OpenID Connect's) in our closed list. */
export function authorizationErrorOf(code: string): AuthorizationError {
  switch (code) {
    case 'access_denied':
    case 'consent_required':
    case 'login_required':
    case 'interaction_required':
      return 'access_denied';
    case 'temporarily_unavailable':
    case 'server_error':
      return 'provider_unavailable';
    case 'unauthorized_client':
    case 'unsupported_response_type':
    case 'invalid_scope':
    case 'invalid_request':
    case 'invalid_client':
      return 'client_misconfigured';
    default:
      return 'provider_error';
  }
}

/** A failed redemption of the code in our closed list. */
export function tokenErrorOf(failure: TokenFailure): AuthorizationError {
  switch (failure.class) {
    case 'misconfigured':
      return 'client_misconfigured';
    case 'later':
      return 'provider_unavailable';
    case 'ambiguous':
      return failure.status !== undefined && failure.status < 300 ? 'invalid_response' : 'provider_unavailable';
    case 'terminal':
    case 'unknown':
      return 'provider_error';
  }
}

/** What a failed attempt means for the vendor, and what to do: goes into the connection's log as `explanation`. */
export const authorizationExplanations: Readonly<Record<AuthorizationError, string>> = {
  access_denied:
    'Whoever signed in, or a rule of their administrator, declined access at the provider. They can press Connect again and allow it.',
  provider_unavailable:
    'The token endpoint did not answer, or said that it cannot now. Try again in a few minutes; if it goes on, check the URLs of the connection config.',
  client_misconfigured:
    'The provider refuses this client registration. Check the client id, secret, scopes and URLs of the connection config, and that its callbackUrl is registered at the provider.',
  provider_error: 'The provider answered with an error; its code is in the details. Try again.',
  invalid_response:
    'The answer cannot be used, or did not come from the server that was asked. Check the issuer and the URLs of the connection config.',
  expired: 'The sign-in was not finished in time. Press Connect again.',
  superseded: 'A newer sign-in replaced this one; nothing needs to be done.',
  not_confirmed:
    'Whoever signed in did not say that the account is theirs; nothing of what the provider gave is kept. If they wonder whose account it was, somebody may have tried to put theirs in its place. They can press Connect again.',
  not_completed:
    'Your backend did not call POST /v1/authorization-sessions/{id}/complete within a minute, or not with the verifier of the challenge that it began with; no code was redeemed. A wrong verifier means that the code came to another of your users than the one who began: somebody may have sent them a link.',
};

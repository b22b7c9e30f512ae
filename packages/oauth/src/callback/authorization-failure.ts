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

import type { AccessTokenAnswer } from '@latchkey/oauth';
import { notFound, Problem } from './errors.js';
import { reauthorizationRequired } from './wire/reauthorization.js';

/** Why there is no access token, as this door says it: its row in ARCHITECTURE's table of errors. */
export function accessTokenRefusal(answer: Exclude<AccessTokenAnswer, { readonly kind: 'token' }>): Problem {
  switch (answer.kind) {
    case 'not_found':
      return notFound('connection');
    case 'not_connected':
      return new Problem('not_connected', { detail: 'Send the customer to the wizard to connect it.' });
    case 'rejected':
      return reauthorizationRequired(answer.reason);
    case 'misconfigured':
      return new Problem('client_misconfigured', {
        detail:
          'The provider refuses the client id, secret or scopes of the connection config. Correct them; nobody needs to reconnect.',
        errors: [{ field: 'environments', messages: ['must hold the client credentials that the provider knows'] }],
      });
    case 'unavailable':
      return new Problem('unavailable', {
        detail: 'No token is good enough and none could be fetched now. Ask again after Retry-After.',
        retryAfterSeconds: answer.retryAfterSeconds,
      });
    case 'paused':
      return new Problem('paused', {
        detail:
          'No stored token is good enough, and the operator lets nothing be asked of this provider, or for this client, at the moment. Ask again after Retry-After.',
        retryAfterSeconds: answer.retryAfterSeconds,
      });
  }
}

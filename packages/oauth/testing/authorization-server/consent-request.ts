import type { AuthorizationCode } from './grants.js';
import type { AuthorizeFault, Fault } from './script.js';

/** An authorization request whose client and redirect URI are right, and how its response is to be bent. */
export interface ConsentRequest {
  readonly clientId: string;
  /** Where the response goes. */
  readonly redirectTo: string;
  readonly state: string | undefined;
  readonly code: Pick<AuthorizationCode, 'redirectUri' | 'challenge' | 'scope'>;
  readonly fault: Fault | AuthorizeFault | undefined;
}

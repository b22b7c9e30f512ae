import type { AuthorizationServer } from '../provider/authorization-server.js';
import type { TokenSet } from './token-set.js';

/** Whether a token set can be renewed without a person: by its refresh token, by itself, or by asking again. */
export function isRenewable(server: AuthorizationServer, tokens: TokenSet): boolean {
  return server.refresh.by !== 'refresh_token' || tokens.refreshToken !== undefined;
}

import type { Sent } from '../../testing/index.js';

/** The refresh token that a request presents, if it is a refresh. */
export function refreshTokenOf({ request }: Pick<Sent, 'request'>): string | undefined {
  return /(?:^|&)refresh_token=([^&]*)/.exec(request.body ?? '')?.[1];
}

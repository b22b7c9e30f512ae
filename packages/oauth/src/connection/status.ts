/** `pending` = not connected. */
export type ConnectionStatus = 'pending' | 'active' | 'error' | 'disconnecting';

/** How the vendor's executions fared with the connection; kept on the instance link. */
export type ConnectionHealth = 'unused' | 'succeeded' | 'failed';

export type ConnectionColor = 'gray' | 'yellow' | 'green' | 'red';

/** Why access cannot be renewed, or why an execution failed: a closed list, each with a sentence for the vendor. */
export const reasons = {
  grant_rejected: 'The provider answered invalid_grant: it no longer accepts this grant. The customer must reconnect.',
  rotation_response_lost:
    'The answer to a refresh was lost and the provider refuses the old refresh token. The customer must reconnect.',
  authorization_expired:
    'The provider limits how long a consent lasts, or how long it may lie unused, and that time is over. The customer must reconnect.',
  no_refresh_token:
    'The provider gave no refresh token (often the scope or parameter for offline access is missing). Add it to the connection config; the customer must reconnect.',
  provider_unavailable:
    'The token endpoint has not given a usable answer for a day. Latchkey keeps trying once a day; nobody needs to reconnect.',
  client_misconfigured:
    'The provider refuses this client registration. Check the client id, secret, URLs and scopes of the connection config; nobody needs to reconnect.',
  crashed: 'Refreshing this grant crashed its worker five times. An operator must look at it; see the worker log.',
} as const;

export type Reason = keyof typeof reasons;

/** Reasons after which only a person at the provider can help. */
export function needsReauthorization(reason: Reason): boolean {
  return (
    reason === 'grant_rejected' ||
    reason === 'rotation_response_lost' ||
    reason === 'authorization_expired' ||
    reason === 'no_refresh_token'
  );
}

/** Gray: not connected, or on the way out. Red: whose move it is, the reason says. Use health colours the rest. */
export function connectionColor(status: ConnectionStatus, health: ConnectionHealth): ConnectionColor {
  if (status === 'pending' || status === 'disconnecting') return 'gray';
  if (status === 'error' || health === 'failed') return 'red';
  return health === 'succeeded' ? 'green' : 'yellow';
}

/** What a connection shows of its links: failed if one failed, else succeeded if one succeeded, else unused. */
export function worstHealth(healths: readonly ConnectionHealth[]): ConnectionHealth {
  if (healths.includes('failed')) return 'failed';
  return healths.includes('succeeded') ? 'succeeded' : 'unused';
}

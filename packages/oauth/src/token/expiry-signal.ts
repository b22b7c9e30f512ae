import type { AuthorizationServer } from '../provider/authorization-server.js';

/**
 * Whether an API's answer means that the access token is no longer accepted: status 401 (RFC 6750 section 3.1), or what
 * the definition declares, whose parts must all fit. The body is compared whatever its case.
 */
export function isExpirySignal(
  api: Pick<NonNullable<AuthorizationServer['api']>, 'expirySignals'> | undefined,
  answer: { readonly status?: number; readonly body?: string },
): boolean {
  if (answer.status === 401) return true;
  const body = answer.body?.toLowerCase() ?? '';
  return (api?.expirySignals ?? []).some(({ status, bodyHolds }) => {
    if (status === undefined && bodyHolds === undefined) return false;
    if (status !== undefined && status !== answer.status) return false;
    return bodyHolds === undefined || body.includes(bodyHolds.toLowerCase());
  });
}

/**
 * Which kind of failure an answer of the token endpoint is (RELIABILITY, "Which error is what"):
 * `terminal`: the grant is dead; `misconfigured`: the client registration is wrong; `later`: nothing was done, try again;
 * `ambiguous`: it may have been done; `unknown`: none of these.
 */
export type FailureClass = 'terminal' | 'misconfigured' | 'later' | 'ambiguous' | 'unknown';

const misconfigured = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_request',
  'invalid_scope',
]);
const later = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);

/**
 * Classifies an answer without tokens. A gateway's 502 and 504 are ambiguous: the server behind it may have rotated.
 * Other 5xx, 408 and 429 are *later* even with an OAuth-shaped body. A 2xx that holds neither tokens nor an error is
 * ambiguous too: something was done and cannot be read.
 */
export function classifyFailure(
  status: number,
  error: string | undefined,
  terminalErrors: readonly string[],
): FailureClass {
  if (status === 502 || status === 504) return 'ambiguous';
  if (status >= 500 || status === 408 || status === 429) return 'later';
  if (error !== undefined) {
    if (error === 'invalid_grant' || terminalErrors.includes(error)) return 'terminal';
    if (misconfigured.has(error)) return 'misconfigured';
    if (later.has(error)) return 'later';
    return 'unknown';
  }
  if (status >= 200 && status < 300) return 'ambiguous';
  // 401 without an OAuth body speaks of the client's credentials; a bare 403 is mostly a firewall's.
  if (status === 401) return 'misconfigured';
  if (status === 403) return 'later';
  return 'unknown';
}

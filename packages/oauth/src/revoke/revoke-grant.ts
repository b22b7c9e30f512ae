import type { RevocationOutcome } from '../connection/connection-event.js';
import type { RevocationClaim } from '../connection/grant.js';
import { scrubbedText } from '../plain-text.js';
import type { Ports } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { uniform } from '../random.js';
import { awaitBudget } from '../refresh/await-budget.js';
import { grantAttributes, known } from '../refresh/refresh-grant.js';
import type { Secret } from '../secret.js';
import { withNextSecret } from '../token/next-secret.js';
import { openRequestValues } from '../token/open-client.js';
import type { RequestValues } from '../token/request-values.js';
import { parseTokenSet, type TokenSet } from '../token/token-set.js';
import { traced } from '../tracing-port.js';
import { reachesAccount, siblingBeforeRequest } from './account-reach.js';
import { revocationRequest } from './revocation-request.js';
import { processRevocationResponse, type RevocationAnswer } from './revocation-response.js';
import type { Sibling } from './siblings-port.js';

export type RevokePorts = Pick<
  Ports,
  'clock' | 'random' | 'vault' | 'transport' | 'grants' | 'times' | 'holder' | 'tracing'
>;

export type RevokeResult =
  | { readonly kind: 'ended'; readonly outcome: RevocationOutcome }
  | { readonly kind: 'retry'; readonly cause: string };

const maxResponseBytes = 64 * 1024;
const tooLate = { kind: 'failed', cause: 'too late under this claim' } as const;

/** Nothing was sent, for the sake of another grant. */
interface Spared {
  readonly kind: 'spared';
  readonly sibling: Exclude<Sibling, 'none'>;
}

/**
 * Ends one grant that its connection let go of (RELIABILITY, "Disconnect, reconnect and revocation"): the refresh token
 * is revoked first, then the access token, regardless of expiry; then our copies are deleted. What the provider does
 * not confirm before the deadline is deleted all the same, as `unconfirmed`.
 */
export function revokeGrant(ports: RevokePorts, claim: RevocationClaim): Promise<RevokeResult> {
  return traced(
    ports,
    () => ({ name: 'revoke', attributes: grantAttributes(claim) }),
    () => revoke(ports, claim),
  );
}

async function revoke(ports: RevokePorts, claim: RevocationClaim): Promise<RevokeResult> {
  const { server } = claim.terms;
  const { revoke: endpoint } = server;
  if (!endpoint) return await end(ports, claim, 'not_supported', {});
  // Before any token is opened: one that cannot be opened must not keep a revocation that is not needed.
  const sibling = reachesAccount(claim) ? await ports.grants.siblingOf(claim) : 'none';
  if (sibling !== 'none') return await spare(ports, claim, sibling);

  const asked = await ask(ports, claim, { ...server, revoke: endpoint }).catch((fault: unknown) => ({
    fault,
  }));
  const answer = 'fault' in asked ? ({ kind: 'failed', cause: 'the tokens could not be opened' } as const) : asked;
  if (answer.kind === 'revoked') return await end(ports, claim, 'revoked', {});
  if (answer.kind === 'unsupported_token_type') return await end(ports, claim, 'not_supported', {});
  if (answer.kind === 'spared') return await spare(ports, claim, answer.sibling);
  const ceiling = Math.min(ports.times.backoffMax, ports.times.backoffFirst * 2 ** Math.min(claim.attempts - 1, 30));
  const result = await retry(ports, claim, answer.cause, ceiling);
  // A fault of ours is to be seen, but tokens that cannot be opened are not kept for ever either.
  if ('fault' in asked && result.kind === 'retry') throw asked.fault;
  return result;
}

/**
 * Revoking one token would end the other grant too, and revoking is what nobody asked of that one. One that is still being
 * made is there, or is not, within seconds.
 */
async function spare(ports: RevokePorts, claim: RevocationClaim, sibling: Spared['sibling']): Promise<RevokeResult> {
  if (sibling === 'live') return await end(ports, claim, 'superseded', {});
  return await retry(ports, claim, 'another grant of the client is being made', ports.times.backoffFirst);
}

/** Tried again after half of `ceiling` milliseconds at least, until the deadline. */
async function retry(
  ports: RevokePorts,
  claim: RevocationClaim,
  cause: string,
  ceiling: number,
): Promise<RevokeResult> {
  if (claim.revokingSeconds * 1000 >= ports.times.revocationDeadline)
    return await end(ports, claim, 'unconfirmed', { endpoint: 'revocation', cause: scrubbedText(cause) });
  await ports.grants.retryRevocation(claim, uniform(ports.random, ceiling / 2, ceiling));
  return { kind: 'retry', cause };
}

async function ask(
  ports: RevokePorts,
  claim: RevocationClaim,
  server: AuthorizationServer & { readonly revoke: NonNullable<AuthorizationServer['revoke']> },
): Promise<RevocationAnswer | Spared> {
  const { organizationId, grantId } = claim;
  const tokens: TokenSet = parseTokenSet(
    await ports.vault.open({ organizationId, row: grantId, field: 'grant_token.token_set' }, claim.tokenSet),
  );
  let last: RevocationAnswer | undefined;
  const values = { ...(await openRequestValues(ports, claim)), ...known(claim, tokens) };
  for (const { accessToken, refreshToken } of [...Object.values(tokens.others ?? {}), tokens]) {
    const set = { accessToken, ...(refreshToken ? { refreshToken } : {}), tokenType: tokens.tokenType };
    const answer = await askFor(ports, claim, server, { ...values, tokens: { ...set, members: tokens.members } });
    // What one request has ended for the whole account needs no other.
    if (answer.kind === 'spared') return last?.kind === 'revoked' ? last : answer;
    if (answer.kind === 'failed') return answer;
    last = answer;
  }
  return last ?? { kind: 'revoked' };
}

/** One token set: its refresh token first, then its access token, as far as the definition says. */
async function askFor(
  ports: RevokePorts,
  claim: RevocationClaim,
  server: AuthorizationServer & { readonly revoke: NonNullable<AuthorizationServer['revoke']> },
  held: RequestValues & { readonly tokens: TokenSet },
): Promise<RevocationAnswer | Spared> {
  let values: RequestValues = held;
  const { accessToken, refreshToken } = held.tokens;
  const limits = { timeoutMs: ports.times.requestTimeout, maxResponseBytes };
  const send = async (token: Secret, hint: 'refresh_token' | 'access_token'): Promise<RevocationAnswer | Spared> => {
    const built = await revocationRequest(ports, server, values, token, hint);
    if (built.kind === 'refused') return { kind: 'failed', cause: built.message };
    if ((await awaitBudget(ports, claim)) === 'too_late') return tooLate;
    // Asked anew each time: a sibling may have come during the wait, or since the request before.
    const sibling = reachesAccount(claim) ? await siblingBeforeRequest(ports, claim) : 'none';
    if (sibling === 'too_late') return tooLate;
    if (sibling !== 'none') return { kind: 'spared', sibling };
    const outcome = await ports.transport.send(built.request, limits);
    const answer = processRevocationResponse(outcome, server.revoke.response);
    const again = withNextSecret(values, answer);
    if (!again) return answer;
    values = again;
    return await send(token, hint);
  };
  const { token: which } = server.revoke;
  // Never the access token in its place: what is said of the outcome would not be true.
  if (which === 'refresh_token' && !refreshToken) return { kind: 'unsupported_token_type' };
  const refresh = refreshToken && which !== 'access_token' ? await send(refreshToken, 'refresh_token') : undefined;
  if (refresh && (refresh.kind === 'failed' || refresh.kind === 'spared' || which === 'refresh_token')) return refresh;
  const access = await send(accessToken, 'access_token');
  // With the refresh token gone nothing can be renewed; servers that revoke only refresh tokens are content with that.
  return refresh?.kind === 'revoked' && access.kind !== 'failed' ? refresh : access;
}

async function end(
  ports: RevokePorts,
  claim: RevocationClaim,
  outcome: RevocationOutcome,
  details: Readonly<Record<string, string>>,
): Promise<RevokeResult> {
  await ports.grants.endRevoked(claim, outcome, { kind: 'disconnected', reason: outcome, details });
  return { kind: 'ended', outcome };
}

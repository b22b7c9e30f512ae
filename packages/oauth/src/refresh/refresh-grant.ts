import type { Claim } from '../connection/grant.js';
import { type Reason, reasons } from '../connection/status.js';
import type { Settlement } from '../ports.js';
import type { BuiltRequest } from '../token/endpoint-request.js';
import { failureDetails } from '../token/failure-details.js';
import { openRequestValues } from '../token/open-client.js';
import { isRenewable } from '../token/renewable.js';
import type { RequestValues } from '../token/request-values.js';
import { refreshTokenGrantRequest } from '../token/token-request.js';
import { notBuilt, type TokenFailure } from '../token/token-response.js';
import { parseTokenSet, type TokenSet } from '../token/token-set.js';
import { traced } from '../tracing-port.js';
import { askForTokens } from './ask-for-tokens.js';
import type { TakenRequest } from './budgets-port.js';
import { expiringShare } from './expiring.js';
import { postponement } from './keep-alive.js';
import { type Kept, keepAnswer } from './keep-answer.js';
import { nextStep } from './refresh-policy.js';
import type { RefreshPorts } from './refresh-ports.js';
import { type RefreshTarget, refreshedTokens, refreshTarget } from './refresh-target.js';
import { serverSign, unreachable } from './server-sign.js';

export type { RefreshPorts } from './refresh-ports.js';

export type RefreshResult =
  /** `overtaken`: somebody else's newer tokens are in place. */
  | Kept
  /** The stored tokens were refused, and a set that had come too late before is tried next. */
  | { readonly kind: 'alternate_adopted' }
  /** Nobody uses it, or it is not its time: nothing was sent. */
  | { readonly kind: 'postponed' }
  /** Too late under this claim: nothing was sent. */
  | { readonly kind: 'not_sent' }
  /** The client's budget at this server is used up: nothing was sent. */
  | { readonly kind: 'no_budget'; readonly waitMs: number }
  | { readonly kind: 'failed'; readonly failure: TokenFailure; readonly reason?: Reason }
  /** There is nothing to renew it with: its end is told. */
  | { readonly kind: 'expiring' }
  | { readonly kind: 'no_refresh_token' };

/**
 * Refreshes one claimed grant: open, ask, read, seal, store (RELIABILITY, "Refresh, whole", rules 2 to 8). Once the
 * request has left, this does not give up before its answer is stored or known to be none.
 */
export function refreshGrant(ports: RefreshPorts, claim: Claim): Promise<RefreshResult> {
  return traced(
    ports,
    () => ({
      name: 'refresh',
      attributes: { ...grantAttributes(claim), 'latchkey.generation': `${claim.generation}` },
    }),
    () => refresh(ports, claim),
  );
}

/** What spans tell of a claimed grant. */
export function grantAttributes({
  organizationId,
  grantId,
  terms,
}: Pick<Claim, 'organizationId' | 'grantId' | 'terms'>) {
  return {
    'latchkey.organization_id': organizationId,
    'latchkey.grant_id': grantId,
    'latchkey.provider': terms.server.name,
  };
}

async function refresh(ports: RefreshPorts, claim: Claim): Promise<RefreshResult> {
  const { organizationId, grantId, terms, requestedScopes } = claim;
  let old: TokenSet;
  let target: RefreshTarget;
  let values: RequestValues;
  let built: BuiltRequest;
  let turn: TakenRequest | undefined;
  try {
    old = parseTokenSet(
      await ports.vault.open({ organizationId, row: grantId, field: 'grant_token.token_set' }, claim.tokenSet),
    );
    target = refreshTarget(old, claim.accessTokenSeconds, ports.clock.epochMs());
    if (!isRenewable(terms.server, target.tokens)) return await noRefreshToken(ports, claim);
    const wait = postponement(ports, claim);
    if (wait !== undefined) {
      await ports.grants.settle(claim, { outcome: 'not_sent', ...(wait === 'for_a_reader' ? {} : { dueInMs: wait }) });
      return { kind: 'postponed' };
    }
    // The key that opened the old tokens may not be the one that seals now.
    await ports.vault.prepare(organizationId);
    values = { ...(await openRequestValues(ports, claim)), ...known(claim, target.tokens) };
    built = await refreshTokenGrantRequest(ports, terms.server, values, requestedScopes);
    if (built.kind === 'request') turn = await ports.grants.takeRequest(claim);
  } catch (error) {
    // Nothing has left yet: give the attempt back at once, then let the fault be seen.
    const settlement = { outcome: 'not_sent', dueInMs: ports.times.backoffFirst } as const;
    await ports.grants.settle(claim, settlement).catch(() => undefined);
    throw error;
  }
  if (built.kind === 'refused') return await failed(ports, claim, notBuilt(built.message));
  if (ports.clock.monotonic() >= claim.sendBefore) {
    await ports.grants.settle(claim, { outcome: 'not_sent', dueInMs: 0 });
    return { kind: 'not_sent' };
  }
  if (turn?.kind === 'empty') {
    await ports.grants.settle(claim, { outcome: 'not_sent', dueInMs: turn.waitMs });
    return { kind: 'no_budget', waitMs: turn.waitMs };
  }
  const { answer, receivedAt } = await askForTokens(ports, claim, { target, values, request: built.request });
  if (answer.kind === 'failure') return await failed(ports, claim, answer);
  const kept = await keepAnswer(ports, claim, {
    ...refreshedTokens(claim, old, target, answer),
    answeredInMs: answer.elapsedMs,
    receivedAt,
  });
  if (claim.probe) await ports.grants.recoverClient(claim);
  await ports.grants.serverAnswered(claim);
  return kept;
}

/** What the templates of a grant's requests speak of besides its client: its tokens and what connecting brought. */
export function known(
  claim: Pick<Claim, 'context' | 'requestedScopes' | 'terms'>,
  tokens: TokenSet,
): Pick<RequestValues, 'context' | 'tokens' | 'request'> {
  const { context, requestedScopes, terms } = claim;
  const scope = requestedScopes.join(terms.server.scopeSeparator);
  const { redirectUri } = terms;
  return { context, tokens, request: { ...(redirectUri === undefined ? {} : { redirect_uri: redirectUri }), scope } };
}

async function failed(ports: RefreshPorts, claim: Claim, failure: TokenFailure): Promise<RefreshResult> {
  const step = nextStep(claim.terms.server.refresh, ports.times, ports.random, { ...claim, failure });
  if (step.outcome === 'terminal' && failure.class === 'terminal') {
    const adopted = await ports.grants.adoptAlternate(claim);
    if (adopted === 'adopted') return { kind: 'alternate_adopted' };
  }
  const result = await ports.grants.settle(claim, {
    outcome: step.outcome,
    ...unreachable(ports, claim, failure),
    ...(step.emptyForMs === undefined ? {} : { emptyForMs: step.emptyForMs }),
    ...(step.dueInMs === undefined ? {} : { dueInMs: step.dueInMs }),
    ...(step.reason && step.outcome !== 'client_misconfigured'
      ? { error: connectionError(step.reason, failureDetails(failure)) }
      : {}),
    ...(step.probeInMs === undefined
      ? {}
      : { client: { probeInMs: step.probeInMs, details: failureDetails(failure) } }),
  });
  if (serverSign(failure) === 'answering') await ports.grants.serverAnswered(claim);
  // Who refuses a grant has accepted its client.
  if (claim.probe && failure.class === 'terminal') await ports.grants.recoverClient(claim);
  // A newer generation is in place: the refusal was about tokens that nobody needs any more.
  if (result === 'fence_missed') return { kind: 'overtaken' };
  return { kind: 'failed', failure, ...(step.reason ? { reason: step.reason } : {}) };
}

/** Its end is told ahead, and then is an error. */
async function noRefreshToken(ports: RefreshPorts, claim: Claim): Promise<RefreshResult> {
  const { accessTokenSeconds: left = 0, clocks } = claim;
  if (left > 0) {
    const tellIn = left - (clocks.lifetimeSeconds ?? left) * (1 - expiringShare);
    const settlement =
      tellIn > 1
        ? ({ outcome: 'not_sent', dueInMs: tellIn * 1000 } as const)
        : ({ outcome: 'not_sent', dueInMs: left * 1000, expiring: 'tell' } as const);
    await ports.grants.settle(claim, settlement);
    return { kind: tellIn > 1 ? 'postponed' : 'expiring' };
  }
  await ports.grants.settle(claim, { outcome: 'terminal', error: connectionError('no_refresh_token', {}) });
  return { kind: 'no_refresh_token' };
}

function connectionError(reason: Reason, details: Readonly<Record<string, string>>): NonNullable<Settlement['error']> {
  const kind =
    reason === 'provider_unavailable' || reason === 'client_misconfigured' || reason === 'crashed'
      ? 'refresh_failed'
      : 'reauthorization_required';
  return { reason, event: { kind, reason, details: { ...details, explanation: reasons[reason] } } };
}

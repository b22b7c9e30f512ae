import type { FindingCode } from './finding.js';
import { isSameAnswer, type ObservedAnswer } from './observed-answer.js';

/** What a server did with one trial request. */
export type Trial =
  | { readonly kind: 'answered'; readonly answer: ObservedAnswer }
  | { readonly kind: 'tokens' }
  /** Nothing left, or no whole answer came. */
  | { readonly kind: 'unreachable' | 'silent'; readonly cause: string }
  /** The definition and what is known make no request. */
  | { readonly kind: 'unbuilt'; readonly message: string };

/** Trials of one client, each made only when the ones before leave the question open. */
export interface ClientTrials {
  /** With the client as it is. */
  readonly asIs: Trial;
  /** The same with a secret (for a public client: an id) that is surely wrong. */
  readonly wrongClient?: Trial;
  /** The client as it is, with a request that is wrong in every other way. */
  readonly wrongGrant?: Trial;
}

/** The judgement, or which trial is needed before there can be one. */
export type ClientJudgement =
  | { readonly kind: 'judged'; readonly code: FindingCode }
  | { readonly kind: 'needs'; readonly trial: 'wrongClient' | 'wrongGrant' };

const judged = (code: FindingCode): ClientJudgement => ({ kind: 'judged', code });

/**
 * Whether the token endpoint accepts a client (RFC 6749 section 5.2), from what it answers to a code that was never
 * issued. Only `invalid_client` is believed by itself: everything else is compared with what a wrong client gets, because
 * servers have odd errors. Where wrong and right get the same answer, it says so and does not guess. Pure.
 */
export function judgeClient(grant: 'code' | 'client', trials: ClientTrials): ClientJudgement {
  const { asIs, wrongClient, wrongGrant } = trials;
  if (asIs.kind === 'tokens') return judged(grant === 'client' ? 'client_accepted' : 'token_unexpected');
  if (asIs.kind !== 'answered') return judged(unanswered(asIs));
  const { status, error } = asIs.answer;
  if (error === 'invalid_client') return judged('client_refused');
  if (error === 'unauthorized_client') return judged('client_may_not');
  if (isFailing(status)) return judged('endpoint_failing');
  if (error === undefined && isMissing(status)) return judged('endpoint_missing');

  if (!wrongClient) return { kind: 'needs', trial: 'wrongClient' };
  if (wrongClient.kind !== 'answered' || isFailing(wrongClient.answer.status)) return judged('client_unclear');
  if (!isSameAnswer(asIs.answer, wrongClient.answer)) return judged(acceptedBut(grant, error));

  if (error === 'unsupported_grant_type') return judged('grant_type_unsupported');
  if (error === 'invalid_scope') return judged('scope_refused');
  if (grant === 'client') return judged(refusedOrUnclear(asIs.answer));
  if (error === 'invalid_grant') return judged('client_unclear_code_first');
  if (!wrongGrant) return { kind: 'needs', trial: 'wrongGrant' };
  if (wrongGrant.kind !== 'answered' || isFailing(wrongGrant.answer.status)) return judged('client_unclear');
  if (!isSameAnswer(asIs.answer, wrongGrant.answer)) return judged('client_unclear_code_first');
  // Neither code nor grant type changes the answer: what is left is the client, if the answer speaks of it at all.
  return judged(refusedOrUnclear(asIs.answer));
}

/** A right client is answered otherwise than a wrong one: what, then, is refused? */
function acceptedBut(grant: 'code' | 'client', error: string | undefined): FindingCode {
  if (error === 'unsupported_grant_type') return 'grant_type_unsupported';
  if (error === 'invalid_scope') return 'scope_refused';
  if (grant === 'client' || error === 'invalid_request') return 'token_request_refused';
  return error === 'redirect_uri_mismatch' ? 'redirect_uri_unknown' : 'client_accepted';
}

function unanswered(trial: Exclude<Trial, { readonly kind: 'answered' | 'tokens' }>): FindingCode {
  if (trial.kind === 'unbuilt') return 'request_unbuildable';
  return trial.kind === 'unreachable' ? 'endpoint_unreachable' : 'endpoint_silent';
}

/** The answer of a server that is in trouble or wants to be left alone shows nothing of the client. */
export function isFailing(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** The answer of a host that has no such endpoint. */
export function isMissing(status: number): boolean {
  return status === 404 || status === 405 || status === 410;
}

/**
 * Of an answer that nothing changes. A challenge, or an error that names the client, says that the client is refused; a
 * bare 401 only makes it likely, because some servers say nothing else.
 */
function refusedOrUnclear({ status, error, challenge }: ObservedAnswer): FindingCode {
  if (error !== undefined && /client|secret|credential/i.test(error)) return 'client_refused';
  if (status === 401) return challenge === 'sent' ? 'client_refused' : 'client_likely_refused';
  return 'client_unclear';
}

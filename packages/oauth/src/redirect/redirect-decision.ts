import { type AuthorizationError, authorizationErrors } from '../connection/connection-event.js';
import { returnUrlProblem } from './return-to.js';

/** What a redirect tells the vendor's page: Prismatic's parameters, ids as they are on the wire. */
export interface RedirectFacts {
  readonly connectionId: string;
  /** Left out for a reusable connection that was connected outside any integration. */
  readonly integration?: { readonly id: string; readonly name: string };
  readonly requiredConfigVariableId?: string;
  readonly requiredConfigVariableKey?: string;
  /** Left out when the flow began without an instance. */
  readonly instance?: { readonly id: string; readonly name: string };
  readonly successRedirectUri?: string;
  readonly failureRedirectUri?: string;
  /** Of embedded flows. */
  readonly completionRedirectUri?: string;
}

export type RedirectDecision =
  /** No custom URL: the door shows its own page. */
  { readonly kind: 'page' } | { readonly kind: 'redirect'; readonly url: string };

/**
 * Where the browser goes after a flow that ended. The vendor's URL keeps its own fixed query as it was written; our
 * parameters win over same names. `errorDescription` is our sentence; the provider's text, tokens and codes never travel
 * here: a completion code is ours, and worth nothing without the vendor's key and verifier. A URL that could not be saved
 * today is as good as none.
 */
export function decideRedirect(
  facts: RedirectFacts,
  result:
    | { readonly kind: 'succeeded' }
    | { readonly kind: 'failed'; readonly error: AuthorizationError }
    | {
        /** The vendor's backend has to complete it, with this code and what it keeps itself. */
        readonly kind: 'awaiting_completion';
        readonly authorizationSessionId: string;
        readonly completionCode: string;
      },
): RedirectDecision {
  const target = {
    succeeded: facts.successRedirectUri,
    failed: facts.failureRedirectUri,
    awaiting_completion: facts.completionRedirectUri,
  }[result.kind];
  if (target === undefined || returnUrlProblem(target, 'allowed') !== undefined) return { kind: 'page' };
  const ours = {
    instanceId: facts.instance?.id,
    instanceName: facts.instance?.name,
    integrationId: facts.integration?.id,
    integrationName: facts.integration?.name,
    requiredConfigVariableId: facts.requiredConfigVariableId,
    requiredConfigVariableKey: facts.requiredConfigVariableKey,
    id: facts.connectionId,
    ...(result.kind === 'failed' ? { error: result.error, errorDescription: authorizationErrors[result.error] } : {}),
    ...(result.kind === 'awaiting_completion'
      ? { authorizationSessionId: result.authorizationSessionId, completionCode: result.completionCode }
      : {}),
  };
  const told = Object.entries(ours).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { kind: 'redirect', url: withParameters(target, told) };
}

function withParameters(target: string, ours: readonly (readonly [string, string])[]): string {
  const names = new Set(ours.map(([name]) => name));
  const url = new URL(target);
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && ![...new URLSearchParams(pair)].some(([name]) => names.has(name)));
  // With its question mark: one that the query itself begins with would else be taken for it.
  url.search = `?${[...kept, new URLSearchParams(ours.map((pair) => [...pair])).toString()].join('&')}`;
  return url.href;
}

import { type AuthorizationError, authorizationErrors } from '../connection/connection-event.js';

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
 * Where the browser goes after a flow that ended. The vendor's URL keeps its own fixed query; our parameters win over
 * same names. `errorDescription` is our sentence; the provider's text, tokens and codes never travel here: a completion code
 * is ours, and worth nothing without the vendor's key and verifier.
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
  if (target === undefined) return { kind: 'page' };
  const url = new URL(target);
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) url.searchParams.set(name, value);
  };
  set('instanceId', facts.instance?.id);
  set('instanceName', facts.instance?.name);
  set('integrationId', facts.integration?.id);
  set('integrationName', facts.integration?.name);
  set('requiredConfigVariableId', facts.requiredConfigVariableId);
  set('requiredConfigVariableKey', facts.requiredConfigVariableKey);
  set('id', facts.connectionId);
  if (result.kind === 'failed') {
    set('error', result.error);
    set('errorDescription', authorizationErrors[result.error]);
  }
  if (result.kind === 'awaiting_completion') {
    set('authorizationSessionId', result.authorizationSessionId);
    set('completionCode', result.completionCode);
  }
  return { kind: 'redirect', url: url.href };
}

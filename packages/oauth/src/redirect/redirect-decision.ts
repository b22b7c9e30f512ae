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
}

export type RedirectDecision =
  /** No custom URL: the door shows its own page. */
  { readonly kind: 'page' } | { readonly kind: 'redirect'; readonly url: string };

/**
 * Where the browser goes after a flow that ended. The vendor's URL keeps its own fixed query; our parameters win over
 * same names. `errorDescription` is our sentence; the provider's text, tokens and codes never travel here.
 */
export function decideRedirect(
  facts: RedirectFacts,
  result: { readonly kind: 'succeeded' } | { readonly kind: 'failed'; readonly error: AuthorizationError },
): RedirectDecision {
  const target = result.kind === 'succeeded' ? facts.successRedirectUri : facts.failureRedirectUri;
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
  return { kind: 'redirect', url: url.href };
}

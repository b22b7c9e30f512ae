import type { AuthorizationServer } from '../provider/authorization-server.js';

/**
 * How a flow outside of a wizard session is finished (SECURITY, "Three ways to finish"). `embedded`: the vendor's backend
 * completes it, with the verifier of this challenge (S256, RFC 7636 section 4.2) that it keeps in its own user's session.
 * `link`: the person confirms on our pages, before and after consent.
 */
export type Completion = { readonly kind: 'embedded'; readonly challenge: string } | { readonly kind: 'link' };

/** A connection config's choice. */
export type CompletionKind = 'wizard' | Completion['kind'];

/**
 * Says why flows of a server cannot be finished so, or `undefined`. Outside of a wizard there is nowhere to paste a code,
 * and nobody who could be asked whose account came without a state.
 */
export function completionProblem(
  { authorize, callback }: { readonly authorize?: unknown; readonly callback?: AuthorizationServer['callback'] },
  kind: CompletionKind,
): string | undefined {
  if (kind === 'wizard') return undefined;
  if (authorize === undefined) return 'must be wizard: there is no consent page to send a browser to';
  if (callback?.delivery === 'out_of_band') return 'must be wizard: codes are pasted there';
  if (callback?.state === 'dropped') return 'must be wizard: without state the account has to be confirmed there';
  return undefined;
}

import { plainText } from '../plain-text.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { reveal } from '../secret.js';
import { valueAt } from './answer-path.js';
import { jwtClaims } from './expiry.js';
import type { TokenAnswer } from './token-response.js';

/**
 * Whose account was connected: a label for people and a stable subject, where the definition says how to find them. The
 * ID token came straight from the token endpoint, so its signature need not be checked for this (OpenID Connect Core
 * 3.1.3.7, item 6); it proves nothing and opens nothing.
 */
export function remoteAccount(
  server: Pick<AuthorizationServer, 'account'>,
  answer: TokenAnswer & { readonly kind: 'tokens' },
  context: Readonly<Record<string, string>>,
): { readonly label?: string; readonly subject?: string } {
  const claims = answer.idToken ? jwtClaims(reveal(answer.idToken)) : undefined;
  const { idTokenClaim, tokenMember, capture } = server.account ?? {};
  const members = JSON.parse(reveal(answer.tokens.members)) as Readonly<Record<string, unknown>>;
  const label =
    text(idTokenClaim ? claims?.[idTokenClaim] : undefined) ??
    text(tokenMember ? valueAt(members, tokenMember) : undefined) ??
    text(capture && Object.hasOwn(context, capture) ? context[capture] : undefined);
  const subject = text(claims?.sub) ?? (tokenMember ? text(valueAt(members, tokenMember)) : undefined);
  return { ...(label === undefined ? {} : { label }), ...(subject === undefined ? {} : { subject }) };
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? plainText(value) : undefined;
}

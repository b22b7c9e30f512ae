import { type Secret, secret } from '../secret.js';

/** The parameters that arrived at the callback URL (RFC 6749 sections 4.1.2 and 4.1.2.1; RFC 9207 section 2). */
export type AuthorizationResponse =
  | {
      readonly kind: 'code';
      readonly state: string;
      readonly iss?: string;
      readonly code: Secret;
      readonly context: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'error';
      readonly state: string;
      readonly iss?: string;
      readonly error: string;
      readonly errorDescription?: string;
    }
  | { readonly kind: 'malformed'; readonly why: 'no_state' | 'duplicate_parameter' | 'no_code_and_no_error' };

const own = new Set(['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state', 'scope']);

/** What some servers add in spite of the code flow. Context is not sealed, so it must hold no secret. */
const secretNames =
  /^(access_?token|refresh_?token|id_?token|token|client_?secret|code_?verifier|password|assertion)$/i;

/** Parameters that say who or what was connected are kept; bounded, since anybody can write them into a URL. */
const maxContext = { entries: 20, value: 1000 };

/**
 * Reads the parameters of an authorization response. A parameter of the protocol that appears twice makes it malformed
 * (RFC 6749 section 3.1). Parameters that are not of the protocol are kept as context (for example `realmId`).
 */
export function readAuthorizationResponse(parameters: readonly (readonly [string, string])[]): AuthorizationResponse {
  const read: Record<string, string> = {};
  const context: Record<string, string> = {};
  for (const [name, value] of parameters) {
    if (own.has(name)) {
      if (Object.hasOwn(read, name)) return { kind: 'malformed', why: 'duplicate_parameter' };
      read[name] = value;
    } else if (Object.keys(context).length < maxContext.entries && isContextName(name)) {
      context[name] = value.slice(0, maxContext.value);
    }
  }
  const { state, iss, code, error, error_description: errorDescription } = read;
  if (!state) return { kind: 'malformed', why: 'no_state' };
  const issued = iss === undefined ? {} : { iss };
  if (error) {
    const described = errorDescription === undefined ? {} : { errorDescription };
    return { kind: 'error', state, ...issued, error, ...described };
  }
  if (!code) return { kind: 'malformed', why: 'no_code_and_no_error' };
  return { kind: 'code', state, ...issued, code: secret(code), context };
}

function isContextName(name: string): boolean {
  return name.length <= 100 && name !== '__proto__' && !secretNames.test(name);
}

import { regionOfState } from '../authorize/state.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
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
      /** Whatever else came, for whoever has to find out why. */
      readonly others: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'malformed'; readonly why: 'no_state' | 'duplicate_parameter' | 'no_code_and_no_error' };

const own = new Set(['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state', 'scope']);

/** What some servers add in spite of the code flow. Context is not sealed, so it must hold no secret. */
const secretNames = /(token|secret|password|assertion|verifier|api[_-]?key)$/i;

/** Parameters that say who or what was connected are kept; bounded, since anybody can write them into a URL. */
const maxContext = { entries: 20, value: 1000 };

/** The state of a response, before it is known which server sent it and under which name that sends it back. */
export type FoundState =
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'malformed'; readonly why: 'no_state' | 'duplicate_parameter' | 'no_code_and_no_error' };

/**
 * Finds our state among the parameters: it knows itself by its form, whatever its name. A parameter of the protocol that
 * appears twice makes the response malformed (RFC 6749 section 3.1), and so does one that brings nothing but a state.
 */
export function findState(parameters: readonly (readonly [string, string])[]): FoundState {
  const names = parameters.map(([name]) => name).filter((name) => own.has(name));
  if (new Set(names).size < names.length) return { kind: 'malformed', why: 'duplicate_parameter' };
  const standard = parameters.find(([name, value]) => name === 'state' && value !== '')?.[1];
  const found = new Set(parameters.map(([, value]) => value).filter((value) => regionOfState(value) !== undefined));
  const state = standard !== undefined && !(found.size === 1 && !found.has(standard)) ? standard : [...found][0];
  if (state === undefined) return { kind: 'malformed', why: 'no_state' };
  if (found.size > 1) return { kind: 'malformed', why: 'duplicate_parameter' };
  const brings = parameters.some(([name, value]) => value !== state && name !== 'iss' && value !== '');
  return brings ? { kind: 'state', state } : { kind: 'malformed', why: 'no_code_and_no_error' };
}

/**
 * Reads the parameters of an authorization response by the names that the server uses. Parameters that are not of the
 * protocol are kept as context (for example `realmId`). Where the server may drop the state, that of such a response is
 * empty.
 */
export function readAuthorizationResponse(
  parameters: readonly (readonly [string, string])[],
  names: NonNullable<AuthorizationServer['callback']['names']> = {},
  stateOfServer: NonNullable<AuthorizationServer['callback']['state']> = 'returned',
): AuthorizationResponse {
  const found = findState(parameters);
  const isDropped = stateOfServer === 'dropped' && found.kind === 'malformed' && found.why === 'no_state';
  if (found.kind === 'malformed' && !isDropped) return found;
  const state = found.kind === 'state' ? found.state : '';
  const theirs = new Map(Object.entries(names).map(([standard, name]) => [name, standard]));
  const read: Record<string, string> = {};
  const context: Record<string, string> = {};
  for (const [name, value] of parameters) {
    const standard = theirs.get(name) ?? (own.has(name) && !Object.hasOwn(names, name) ? name : undefined);
    if (standard !== undefined) {
      if (Object.hasOwn(read, standard)) return { kind: 'malformed', why: 'duplicate_parameter' };
      read[standard] = value;
    } else if (value !== state && Object.keys(context).length < maxContext.entries && isContextName(name)) {
      // What the standard calls a code may be one, under whatever name the definition expects it.
      if (!own.has(name)) context[name] = value.slice(0, maxContext.value);
    }
  }
  const { iss, code, error, error_description: errorDescription } = read;
  const issued = iss === undefined ? {} : { iss };
  if (error) {
    const described = errorDescription === undefined ? {} : { errorDescription };
    const others = { ...context, ...(read.error_uri ? { error_uri: read.error_uri } : {}) };
    return { kind: 'error', state, ...issued, error, ...described, others };
  }
  if (!code) return { kind: 'malformed', why: 'no_code_and_no_error' };
  return { kind: 'code', state, ...issued, code: secret(code), context };
}

function isContextName(name: string): boolean {
  return name.length <= 100 && name !== '__proto__' && !secretNames.test(name);
}

import type { HttpOutcome } from '../ports.js';
import type { AuthorizationServer } from '../provider/authorization-server.js';
import { type Secret, secret } from '../secret.js';
import { accessTokenLifetime } from './expiry.js';
import { classifyFailure, type FailureClass } from './failure-class.js';
import type { TokenSet } from './token-set.js';

/** What an answer of a token endpoint means; every answer means something. */
export type TokenAnswer =
  | {
      readonly kind: 'tokens';
      readonly tokens: TokenSet;
      readonly expiresInSeconds?: number;
      /** Absent when the server did not say: then what was asked for was granted (RFC 6749 section 5.1). */
      readonly scopes?: readonly string[];
      readonly idToken?: Secret;
      readonly elapsedMs: number;
    }
  | TokenFailure;

export interface TokenFailure {
  readonly kind: 'failure';
  readonly class: FailureClass;
  /** The OAuth error code when the answer held one (RFC 6749 section 5.2), at most 64 characters. */
  readonly error?: string;
  /** The provider's words, not yet scrubbed: for the log and the page's details only. */
  readonly errorDescription?: string;
  readonly status?: number;
  /** Why there was no whole answer, or nothing was sent. */
  readonly cause?: string;
  /** Seconds that the server asked us to wait. */
  readonly retryAfterSeconds?: number;
}

/** Reads a token endpoint's answer (RFC 6749 sections 5.1 and 5.2). Total: never throws, whatever was sent. */
export function processTokenResponse(server: AuthorizationServer, outcome: HttpOutcome): TokenAnswer {
  if (outcome.kind !== 'response')
    return {
      kind: 'failure',
      class: outcome.kind === 'not_sent' ? 'later' : 'ambiguous',
      cause: outcome.cause,
    };
  const body = parseObject(outcome.body);
  const { status } = outcome;
  // An empty code says that there is none: tokens beside it are tokens.
  const error = typeof body?.error === 'string' && body.error !== '' ? body.error.slice(0, 64) : undefined;
  const accessToken = body?.access_token;
  if (status >= 200 && status < 300 && error === undefined && typeof accessToken === 'string' && accessToken !== '')
    return tokens(server, body as Readonly<Record<string, unknown>>, accessToken, outcome.elapsedMs);

  const description = body?.error_description;
  const retryAfterSeconds = retryAfter(outcome.headers['retry-after'] ?? outcome.headers['x-retry-after']);
  return {
    kind: 'failure',
    class: classifyFailure(status, error, server.terminalErrors),
    ...(error === undefined ? {} : { error }),
    ...(typeof description === 'string' ? { errorDescription: description.slice(0, 1000) } : {}),
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

function tokens(
  server: AuthorizationServer,
  body: Readonly<Record<string, unknown>>,
  accessToken: string,
  elapsedMs: number,
): TokenAnswer {
  const { refresh_token: refreshToken, ...members } = body;
  const wrapped = secret(accessToken);
  const expiresInSeconds = accessTokenLifetime(body.expires_in, wrapped, server.defaultExpiresIn);
  const scope = body.scope;
  return {
    kind: 'tokens',
    tokens: {
      accessToken: wrapped,
      ...(typeof refreshToken === 'string' && refreshToken !== '' ? { refreshToken: secret(refreshToken) } : {}),
      tokenType: tokenType(body.token_type),
      members: secret(JSON.stringify(shallowMembers(members))),
    },
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    ...(typeof scope === 'string' ? { scopes: splitScopes(scope, server.scopeSeparator) } : {}),
    ...(typeof body.id_token === 'string' ? { idToken: secret(body.id_token) } : {}),
    elapsedMs,
  };
}

/** Members nested deeper than any real one are left out: writing and filtering them would exhaust the stack. */
function shallowMembers(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => isShallow(value, 32)));
}

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  return levels > 0 && Object.values(value).every((item) => isShallow(item, levels - 1));
}

/** Compared without case (RFC 6749 section 5.1); `Bearer` is written as RFC 6750 section 2.1 does. */
function tokenType(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '' || value.toLowerCase() === 'bearer') return 'Bearer';
  return value;
}

function splitScopes(text: string, separator: string): readonly string[] {
  return [...new Set(text.split(separator).flatMap((part) => part.split(/\s+/)))].filter((scope) => scope !== '');
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Retry-After in seconds (RFC 9110 section 10.2.3); a date is not used, since clocks differ. */
function retryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header.trim()) ? Number(header) : undefined;
}

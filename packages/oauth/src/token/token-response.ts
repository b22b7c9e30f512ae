import type { HttpOutcome } from '../ports.js';
import type { AuthorizationServer, TokenEndpoint } from '../provider/authorization-server.js';
import type { ResponseDefinition } from '../provider/definition.js';
import { type Secret, secret } from '../secret.js';
import { parseAnswer } from './answer-body.js';
import { accessTokenAt, textAt, valueAt, without } from './answer-path.js';
import { saysSuccess } from './answer-success.js';
import { accessTokenLifetime } from './expiry.js';
import { classifyFailure, type FailureClass } from './failure-class.js';
import { readOtherTokens } from './other-tokens.js';
import { retryAfter } from './retry-after.js';
import type { TokenSet } from './token-set.js';
import { type ToldEnds, toldEnds } from './told-ends.js';

/** What an answer of a token endpoint means; every answer means something. */
export type TokenAnswer =
  | {
      readonly kind: 'tokens';
      readonly tokens: TokenSet;
      readonly expiresInSeconds?: number;
      /** Absent when the server did not say: then what was asked for was granted (RFC 6749 section 5.1). */
      readonly scopes?: readonly string[];
      readonly idToken?: Secret;
      readonly ends: ToldEnds;
      readonly elapsedMs: number;
      /** When the answer was read, by the wall clock. */
      readonly receivedAtMs: number;
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

/** How an answer is to be read. */
export interface TokenReading {
  readonly response: ResponseDefinition;
  readonly defaultExpiresIn?: number;
  readonly terminalErrors: readonly string[];
  readonly scopeSeparator: string;
  /** The wall clock now, in milliseconds, for answers that tell a moment. */
  readonly epochMs: number;
  /** Further token sets that the answer may hold. */
  readonly otherTokens: AuthorizationServer['otherTokens'];
  /** The token set that lives on when the answer says so without a token. */
  readonly current?: TokenSet;
}

/** How the answers of a server's token, exchange or refresh request are to be read. */
export function tokenReading(
  server: AuthorizationServer,
  request: Pick<TokenEndpoint, 'response' | 'defaultExpiresIn'>,
  epochMs: number,
  current?: TokenSet,
): TokenReading {
  const defaultExpiresIn =
    request.defaultExpiresIn ?? server.exchange?.defaultExpiresIn ?? server.token.defaultExpiresIn;
  return {
    response: request.response,
    ...(defaultExpiresIn === undefined ? {} : { defaultExpiresIn }),
    terminalErrors: server.refresh.terminalErrors,
    scopeSeparator: server.scopeSeparator,
    otherTokens: server.otherTokens,
    epochMs,
    ...(current ? { current } : {}),
  };
}

/** A request that the definition and what is known do not make: the vendor's to mend, and nothing was sent. */
export function notBuilt(message: string): TokenFailure {
  return { kind: 'failure', class: 'misconfigured', cause: message };
}

/** Reads a token endpoint's answer (RFC 6749 sections 5.1 and 5.2). Total: never throws, whatever was sent. */
export function processTokenResponse(reading: TokenReading, outcome: HttpOutcome): TokenAnswer {
  if (outcome.kind !== 'response')
    return {
      kind: 'failure',
      class: outcome.kind === 'not_sent' ? 'later' : 'ambiguous',
      cause: outcome.cause,
    };
  const { response } = reading;
  const body = parseAnswer(outcome.body, response.format ?? 'json');
  const { status } = outcome;
  // An empty code says that there is none: tokens beside it are tokens.
  const error = errorCode(body, response, status);
  const isSuccess = status >= 200 && status < 300 && error === undefined;
  const accessToken = accessTokenAt(body, response.accessToken ?? ['access_token']);
  if (isSuccess && body && accessToken !== undefined) return tokens(reading, body, accessToken, outcome.elapsedMs);
  if (isSuccess && body && reading.current && response.noToken === 'extended')
    return extended(reading, reading.current, body, outcome.elapsedMs);

  const description = valueAt(body, response.errorDescription ?? 'error_description');
  const retryAfterSeconds = retryAfter(outcome.headers['retry-after'] ?? outcome.headers['x-retry-after']);
  return {
    kind: 'failure',
    class: classifyFailure(status, error, reading.terminalErrors),
    ...(error === undefined ? {} : { error }),
    ...(typeof description === 'string' ? { errorDescription: description.slice(0, 1000) } : {}),
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}

/** The error that an answer tells, whatever its status; `unsuccessful` where it only says that it is no success. */
function errorCode(
  body: Readonly<Record<string, unknown>> | undefined,
  response: ResponseDefinition,
  status: number,
): string | undefined {
  const failed = body !== undefined && !saysSuccess(body, response);
  if (response.success && !failed) return undefined;
  const error = valueAt(body, response.error ?? 'error');
  if (typeof error === 'string' && error !== '') return error.slice(0, 64);
  // Beside tokens a number says little: 0 is no error.
  if (typeof error === 'number' && (failed || status >= 400)) return String(error);
  return failed ? 'unsuccessful' : undefined;
}

function tokens(
  reading: TokenReading,
  body: Readonly<Record<string, unknown>>,
  accessToken: string,
  elapsedMs: number,
): TokenAnswer {
  const { response, scopeSeparator } = reading;
  const refreshPaths = response.refreshToken ?? ['refresh_token'];
  const refreshToken = textAt(body, refreshPaths);
  const { otherTokens } = reading;
  const otherPaths = otherTokens.flatMap((other) => [other.accessToken, other.refreshToken ?? 'refresh_token']);
  const members = ['refresh_token', ...refreshPaths, ...otherPaths].reduce(without, body);
  const others = readOtherTokens(otherTokens, body, accessToken, reading.epochMs);
  const wrapped = secret(accessToken);
  const expiresInSeconds = accessTokenLifetime(body, wrapped, reading);
  const granted = valueAt(body, response.scope ?? 'scope');
  const scope = Array.isArray(granted) ? granted.filter((item) => typeof item === 'string').join(' ') : granted;
  return {
    kind: 'tokens',
    tokens: {
      accessToken: wrapped,
      ...(refreshToken === undefined ? {} : { refreshToken: secret(refreshToken) }),
      tokenType: tokenType(body.token_type),
      members: secret(JSON.stringify(shallowMembers(members))),
      ...(Object.keys(others).length === 0 ? {} : { others }),
    },
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    ...(typeof scope === 'string' ? { scopes: splitScopes(scope, scopeSeparator) } : {}),
    ...(typeof body.id_token === 'string' ? { idToken: secret(body.id_token) } : {}),
    ends: toldEnds(body, reading),
    elapsedMs,
    receivedAtMs: reading.epochMs,
  };
}

/** A refresh whose answer holds no token: the old one lives on for another lifetime. */
function extended(
  reading: TokenReading,
  current: TokenSet,
  body: Readonly<Record<string, unknown>>,
  elapsedMs: number,
): TokenAnswer {
  const expiresInSeconds = accessTokenLifetime(body, current.accessToken, reading);
  return {
    kind: 'tokens',
    tokens: current,
    ...(expiresInSeconds === undefined ? {} : { expiresInSeconds }),
    ends: toldEnds(body, reading),
    elapsedMs,
    receivedAtMs: reading.epochMs,
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
  // It goes into the header that the vendor's code sends: anything but a scheme's word or a URI would split that.
  if (typeof value !== 'string' || !/^[!-~]{1,200}$/.test(value) || value.toLowerCase() === 'bearer') return 'Bearer';
  return value;
}

/** Far beyond any real answer: they are kept as a list, and every reader of the token compares with it. */
const mostScopes = 1000;
const mostScopeText = 100_000;

function splitScopes(text: string, separator: string): readonly string[] {
  const parts = text.slice(0, mostScopeText).split(separator);
  return [...new Set(parts.flatMap((part) => part.split(/\s+/)))].filter((scope) => scope !== '').slice(0, mostScopes);
}

import type { HttpOutcome } from '../ports.js';
import type { DeviceTerms } from '../provider/device-terms.js';
import { type Secret, secret } from '../secret.js';
import { parseAnswer } from '../token/answer-body.js';
import { textAt, valueAt } from '../token/answer-path.js';
import { classifyFailure } from '../token/failure-class.js';
import type { TokenFailure } from '../token/token-response.js';

/** What an answer of the device authorization endpoint means; every answer means something. */
export type DeviceAnswer =
  | {
      readonly kind: 'codes';
      readonly deviceCode: Secret;
      readonly userCode: string;
      readonly verificationUri: string;
      readonly verificationUriComplete?: string;
      readonly expiresInSeconds: number;
      readonly intervalSeconds: number;
    }
  | TokenFailure;

/** RFC 8628 section 3.2, where the answer does not say. */
const standardInterval = 5;
const longestInterval = 300;
/** No real code lives longer than a day. */
const longestLife = 86_400;

/**
 * Reads the answer to a device authorization request (RFC 8628 section 3.2). Total: never throws, whatever was sent. A
 * person is sent only to an https address (or, in development, one on the endpoint's own loopback host), without user
 * name or password; a user code is a short line of visible characters. Whatever else is there is refused, and the failure
 * names the member, never its value.
 */
export function processDeviceAuthorizationResponse(
  { response }: Pick<DeviceTerms, 'response'>,
  askedUrl: string,
  outcome: HttpOutcome,
): DeviceAnswer {
  if (outcome.kind !== 'response')
    return { kind: 'failure', class: outcome.kind === 'not_sent' ? 'later' : 'ambiguous', cause: outcome.cause };
  const { status } = outcome;
  const body = parseAnswer(outcome.body, response.format ?? 'json');
  const told = valueAt(body, response.error ?? 'error');
  const error = typeof told === 'string' && told !== '' ? told.slice(0, 64) : undefined;
  if (status < 200 || status > 299 || error !== undefined || !body) {
    const description = valueAt(body, response.errorDescription ?? 'error_description');
    return {
      kind: 'failure',
      class: classifyFailure(status, error, []),
      status,
      ...(error === undefined ? {} : { error }),
      ...(typeof description === 'string' ? { errorDescription: description.slice(0, 1000) } : {}),
    };
  }
  return readCodes(response, askedUrl, body, status);
}

function readCodes(
  response: DeviceTerms['response'],
  askedUrl: string,
  body: Readonly<Record<string, unknown>>,
  status: number,
): DeviceAnswer {
  const unusable = (member: string, problem: string): TokenFailure => ({
    kind: 'failure',
    class: 'ambiguous',
    status,
    cause: `the answer's ${member} ${problem}`,
  });
  const deviceCode = textAt(body, [response.deviceCode ?? 'device_code']);
  if (deviceCode === undefined || deviceCode.length > 10_000) return unusable('device_code', 'is missing or too long');
  const userCode = textAt(body, [response.userCode ?? 'user_code'])?.trim();
  if (userCode === undefined || !isUserCode(userCode)) return unusable('user_code', 'is not a short line of text');
  const uri = personUrl(valueAt(body, response.verificationUri ?? 'verification_uri'), askedUrl);
  if (uri === undefined) return unusable('verification_uri', 'is not an https address');
  const given = valueAt(body, response.verificationUriComplete ?? 'verification_uri_complete');
  const isGiven = given !== undefined && given !== null && given !== '';
  const complete = isGiven ? personUrl(given, askedUrl) : undefined;
  if (isGiven && complete === undefined) return unusable('verification_uri_complete', 'is not an https address');
  const life = secondsOf(valueAt(body, response.expiresIn ?? 'expires_in'));
  if (life === undefined) return unusable('expires_in', 'is not a number of seconds');
  const interval = secondsOf(valueAt(body, response.interval ?? 'interval')) ?? standardInterval;
  return {
    kind: 'codes',
    deviceCode: secret(deviceCode),
    userCode,
    verificationUri: uri,
    ...(complete === undefined ? {} : { verificationUriComplete: complete }),
    expiresInSeconds: Math.min(Math.max(Math.floor(life), 1), longestLife),
    intervalSeconds: Math.min(Math.ceil(interval), longestInterval),
  };
}

/** Letters, digits and signs of any script, single spaces between: nothing invisible, nothing that turns the line around. */
function isUserCode(text: string): boolean {
  return text.length <= 64 && /^[\p{L}\p{M}\p{N}\p{P}\p{S}]+( [\p{L}\p{M}\p{N}\p{P}\p{S}]+)*$/u.test(text);
}

/** An address that a person may be sent to, as a parser writes it, or `undefined`. */
function personUrl(value: unknown, askedUrl: string): string | undefined {
  if (typeof value !== 'string' || value.length > 2000) return undefined;
  const text = value.trim();
  // A parser drops or turns some of these: what is checked would not be what is opened.
  if (!/^https?:\/\/[^/\\]/i.test(text) || /[\s\\\p{Cc}\p{Cf}]/u.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  // A parser takes hosts with quotation marks in them; no name on the internet has one.
  if (!/^[a-z0-9.:[\]_-]+$/.test(url.host)) return undefined;
  if (url.username !== '' || url.password !== '' || url.href.length > 2000) return undefined;
  const asked = URL.canParse(askedUrl) ? new URL(askedUrl) : undefined;
  const isOwnLoopback = url.protocol === 'http:' && asked?.protocol === 'http:' && asked.hostname === url.hostname;
  return url.protocol === 'https:' || isOwnLoopback ? url.href : undefined;
}

/** A positive number, also written as text. */
function secondsOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined;
}

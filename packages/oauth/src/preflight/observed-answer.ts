import { scrubbedText } from '../plain-text.js';
import type { HttpOutcome } from '../ports.js';
import type { ResponseDefinition } from '../provider/definition.js';
import { reveal, type Secret } from '../secret.js';
import { parseAnswer } from '../token/answer-body.js';
import { valueAt } from '../token/answer-path.js';

/** What of an answer can be compared with another: the same request gives the same twice. */
export interface ObservedAnswer {
  readonly status: number;
  /** The error code in the body, whatever the status. */
  readonly error?: string;
  readonly body: 'empty' | 'members' | 'page' | 'text';
  /** Whether the server asked for other credentials (RFC 9110 section 11.6.1). */
  readonly challenge: 'sent' | 'none';
}

/** What can be compared of an answer of the token endpoint. Total. */
export function observedAnswer(
  outcome: HttpOutcome & { readonly kind: 'response' },
  response: ResponseDefinition,
): ObservedAnswer {
  // Odd servers answer forms: nothing is taken from here but the code of an error.
  const members = parseAnswer(outcome.body, response.format ?? 'json') ?? parseAnswer(outcome.body, 'form');
  const told = valueAt(members, response.error ?? 'error') ?? valueAt(members, 'error');
  const error = typeof told === 'string' || typeof told === 'number' ? String(told) : '';
  return {
    status: outcome.status,
    ...(error === '' ? {} : { error: error.slice(0, 64) }),
    body: shapeOf(outcome.body, members),
    challenge: outcome.headers['www-authenticate'] === undefined ? 'none' : 'sent',
  };
}

/** Whether two answers say the same. */
export function isSameAnswer(one: ObservedAnswer, other: ObservedAnswer): boolean {
  const { status, error, body, challenge } = one;
  return status === other.status && error === other.error && body === other.body && challenge === other.challenge;
}

/** An answer in a few words for people. A code that echoes a secret, or looks like one, is left out. */
export function shownAnswer({ status, error }: ObservedAnswer, secrets: readonly Secret[]): string {
  const isEcho = error !== undefined && secrets.some((one) => holds(error, reveal(one)));
  const shown = error === undefined || isEcho ? '' : scrubbedText(error);
  return /^[\w .:-]{1,64}$/.test(shown) ? `status ${status}, error ${shown}` : `status ${status}`;
}

function holds(text: string, value: string): boolean {
  // A cut-off echo is one too.
  return text.includes(value) || (text.length >= 4 && value.includes(text));
}

function shapeOf(text: string, members: Readonly<Record<string, unknown>> | undefined): ObservedAnswer['body'] {
  if (text.trim() === '') return 'empty';
  if (members) return 'members';
  return text.trimStart().startsWith('<') ? 'page' : 'text';
}

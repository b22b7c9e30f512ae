import { scrubbedText } from '../plain-text.js';
import type { TokenFailure } from './token-response.js';

/** The technical facts of a failure for the connection log: error, description, status, cause. Scrubbed. */
export function failureDetails(failure: TokenFailure): Readonly<Record<string, string>> {
  return {
    endpoint: 'token',
    ...(failure.error === undefined ? {} : { error: scrubbedText(failure.error) }),
    ...(failure.errorDescription === undefined ? {} : { description: scrubbedText(failure.errorDescription) }),
    ...(failure.status === undefined ? {} : { status: String(failure.status) }),
    ...(failure.cause === undefined ? {} : { cause: scrubbedText(failure.cause) }),
  };
}

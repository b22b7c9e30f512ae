import type { components } from '../generated/openapi.js';

/** A problem that the API answered with (RFC 9457). */
export type Problem = components['schemas']['Problem'];

/** The API refused a call, or gave an answer that is none of its own. */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError';
  /** HTTP status. */
  readonly status: number;
  /** Stable code, such as `reauthorization_required`; `unreadable_answer` when something between answered. */
  readonly code: string;
  /** What is wrong with each field of the request. */
  readonly errors: NonNullable<Problem['errors']>;
  readonly requestId: string | undefined;
  /** Every member of the problem, such as `reason` and `scope`. */
  readonly problem: Readonly<Record<string, unknown>>;
  /** Seconds after which to ask again, where the API says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, problem: Readonly<Partial<Problem>>, retryAfterSeconds: number | undefined) {
    const fields = (problem.errors ?? []).map(({ field, messages }) => `${field} ${messages.join(', ')}`);
    super([problem.detail ?? problem.title ?? `HTTP ${status}`, ...fields].join('; '));
    this.status = status;
    this.code = problem.code ?? 'unreadable_answer';
    this.errors = problem.errors ?? [];
    this.requestId = problem.requestId;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

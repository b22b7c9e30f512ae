/** Every refusal of this API: its stable code, HTTP status and title (RFC 9457). One row per code. */
export const problems = {
  invalid_request: { status: 400, title: 'The request is malformed' },
  unauthorized: { status: 401, title: 'A valid API key is needed' },
  missing_scope: { status: 403, title: 'The API key may not do this' },
  outside_key_limits: { status: 403, title: 'The API key is limited to something else' },
  address_not_allowed: { status: 403, title: 'The API key may not be used from this address' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'This path does not take this method' },
  conflict: { status: 409, title: 'The request contradicts what is there' },
  client_in_use: { status: 409, title: 'Live grants were made with the present client id' },
  in_use: { status: 409, title: 'Something still needs this' },
  idempotency_key_reused: { status: 409, title: 'The idempotency key belongs to another request' },
  idempotent_repeat_of_secret: { status: 409, title: 'This was done already, and its secret is told only once' },
  finished_in_wizard: { status: 409, title: 'The connection config says that flows are finished in the wizard' },
  completion_not_ready: { status: 409, title: 'The browser has not come back from the provider yet' },
  completion_used: { status: 409, title: 'The authorization was completed before' },
  authorization_ended: { status: 409, title: 'The authorization failed, was cancelled, or a newer one took its place' },
  completion_expired: { status: 410, title: 'The 60 seconds for the completion are over: nothing was redeemed' },
  not_connected: { status: 409, title: 'The connection is not connected' },
  rejected_after_refresh: {
    status: 409,
    title: 'Fresh tokens are rejected as well, so another refresh would not help',
  },
  reauthorization_required: { status: 409, title: 'The customer must reconnect' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  headers_too_large: { status: 431, title: 'The request line and headers are too large' },
  unprocessable: { status: 422, title: 'The request cannot be carried out as it is' },
  completion_code_wrong: { status: 422, title: 'This is not the completion code of the authorization' },
  completion_verifier_wrong: {
    status: 422,
    title: 'The verifier does not fit the challenge: nothing was redeemed, and the authorization is over',
  },
  client_misconfigured: { status: 422, title: 'The provider refuses this client registration' },
  grant_refused: { status: 422, title: 'The provider gave no access' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  paused: { status: 503, title: 'The operator has paused this provider, or this client' },
  unavailable: { status: 503, title: 'Not available at the moment' },
} as const;

export type ProblemCode = keyof typeof problems;

/** What is wrong with one member of the request, in words that say what to do. */
export interface FieldError {
  /** A path such as `environments.production.clientId`; `query.limit` for the query. */
  readonly field: string;
  readonly messages: readonly string[];
}

export interface ProblemOptions {
  /** One sentence for the caller about this very case. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Further members of the answer, such as `reason`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
}

/** A refusal that the caller is told, as problem+json. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly title: string;
  constructor(
    readonly code: ProblemCode,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? problems[code].title);
    this.status = problems[code].status;
    this.title = problems[code].title;
  }
}

/** There is no such row, or it is another organization's: the two are never told apart. */
export function notFound(what: string, field?: string): Problem {
  const detail = `There is no ${what} with this id.`;
  return new Problem('not_found', {
    detail,
    ...(field ? { errors: [{ field, messages: [`names no ${what}`] }] } : {}),
  });
}

/** One field's value cannot be used; the message says what to do. */
export function unprocessable(field: string, message: string): Problem {
  return new Problem('unprocessable', { errors: [{ field, messages: [message] }] });
}

/** A refusal that this door shows as a page to a person, or as problem+json (RFC 9457) to the wizard's script. */
export class BrowserRefusal extends Error {
  override readonly name = 'BrowserRefusal';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 421 | 422 | 429,
    /** Stable code of the closed list below. */
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}

export type RefusalCode =
  | 'host_unknown'
  | 'wizard_session_expired'
  | 'ticket_unknown'
  | 'ticket_expired'
  | 'ticket_used'
  | 'link_expired'
  | 'link_unknown'
  | 'link_used'
  | 'origin_not_registered'
  | 'cross_site_request'
  | 'csrf_token_invalid'
  | 'connection_not_found'
  | 'input_invalid'
  | 'code_unreadable'
  | 'code_other_host'
  | 'code_no_code'
  | 'code_refused'
  | 'code_too_late'
  | 'nothing_to_confirm'
  | 'rate_limited';

/** Whether the asker is a script (fetch) and not a person's navigation. */
export function wantsJson(headers: {
  readonly accept?: string | undefined;
  readonly 'sec-fetch-dest'?: unknown;
}): boolean {
  return headers['sec-fetch-dest'] === 'empty' || (headers.accept ?? '').includes('application/json');
}

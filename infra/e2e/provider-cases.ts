import type { Fault } from '@latchkey/oauth/testing';

/** Divides every time of the protocol. */
export const timesDivisor = 10;

/** The protocol's own times, divided, in milliseconds; see RELIABILITY's rules 2, 7 and 8. */
const replay = { after: 'a reset', min: 200, max: 500 };
const lateReplay = { after: 'a time-out', min: 6_000, max: 6_000 };
const firstBackoff = { after: 'a first failure', min: 500, max: 1_000 };
const secondBackoff = { after: 'a second failure', min: 1_000, max: 2_000 };
const confirmation = { after: 'an invalid_grant', min: 12_000, max: 12_000 };

/** What the provider does to one connection's refreshes, and what must follow. */
export interface ProviderCase {
  readonly name: string;
  /** Seconds that the stored access token is good for; it is due in any case. */
  readonly life: number;
  /** What meets the first request, the second, and so on; those after them are answered well. */
  readonly faults: readonly Fault[];
  /** The class of the first failure, as published. */
  readonly failureClass: string;
  /** From the end of one request to the beginning of the next. */
  readonly waits: readonly { readonly after: string; readonly min: number; readonly max: number }[];
  /** `renewed`, or the reason for which the connection is in error. */
  readonly end: 'renewed' | 'rotation_response_lost' | 'grant_rejected';
  readonly grace?: 'declared';
  /** A refused client stops all of its grants, and the others' answers are no matter of this case. */
  readonly client?: 'own';
}

/** Seconds: a token that is good throughout the test, and one that is over. */
export const good = 3600;
export const over = -1;
export const unavailable: Fault = { kind: 'answer', status: 503, body: { error: 'temporarily_unavailable' } };
const badGateway: Fault = { kind: 'answer', status: 502, body: 'Bad gateway' };

export const cases: readonly ProviderCase[] = [
  {
    name: 'is slower than the time-out',
    life: over,
    faults: [{ kind: 'hang' }],
    failureClass: 'ambiguous',
    waits: [lateReplay],
    end: 'renewed',
  },
  {
    name: 'rotates and is slower than the time-out',
    life: over,
    faults: [{ kind: 'do_then_hang' }],
    failureClass: 'ambiguous',
    waits: [lateReplay],
    end: 'rotation_response_lost',
  },
  {
    name: 'drops the request',
    life: over,
    faults: [{ kind: 'drop_before' }],
    failureClass: 'ambiguous',
    waits: [replay],
    end: 'renewed',
  },
  {
    name: 'rotates and drops the answer',
    life: over,
    faults: [{ kind: 'do_then_drop' }],
    failureClass: 'ambiguous',
    waits: [replay],
    end: 'rotation_response_lost',
  },
  {
    name: 'rotates, drops the answer and has a grace',
    life: over,
    faults: [{ kind: 'do_then_drop' }],
    failureClass: 'ambiguous',
    waits: [replay],
    end: 'renewed',
    grace: 'declared',
  },
  {
    name: 'rotates and breaks off its answer',
    life: over,
    faults: [{ kind: 'truncated' }],
    failureClass: 'ambiguous',
    waits: [replay],
    end: 'rotation_response_lost',
  },
  { name: 'answers 502', life: over, faults: [badGateway], failureClass: 'ambiguous', waits: [replay], end: 'renewed' },
  {
    name: 'answers 502 twice',
    life: over,
    faults: [badGateway, badGateway],
    failureClass: 'ambiguous',
    waits: [replay, secondBackoff],
    end: 'renewed',
  },
  {
    name: 'answers HTML with 200',
    life: over,
    faults: [{ kind: 'html' }],
    failureClass: 'ambiguous',
    waits: [replay],
    end: 'renewed',
  },
  {
    name: 'answers HTML with 503',
    life: over,
    faults: [{ kind: 'html', status: 503 }],
    failureClass: 'later',
    waits: [firstBackoff],
    end: 'renewed',
  },
  {
    name: 'answers 429 and when to come back',
    life: over,
    faults: [{ kind: 'answer', status: 429, headers: { 'retry-after': '4' } }],
    failureClass: 'later',
    waits: [{ after: 'Retry-After', min: 4_000, max: 4_000 }],
    end: 'renewed',
  },
  {
    name: 'answers 503 twice',
    life: good,
    faults: [unavailable, unavailable],
    failureClass: 'later',
    waits: [firstBackoff, secondBackoff],
    end: 'renewed',
  },
  {
    name: 'answers 200 with server_error',
    life: good,
    faults: [{ kind: 'error_in_200', error: 'server_error' }],
    failureClass: 'later',
    waits: [firstBackoff],
    end: 'renewed',
  },
  {
    name: 'answers 200 with invalid_grant',
    life: over,
    faults: [{ kind: 'error_in_200', error: 'invalid_grant' }],
    failureClass: 'terminal',
    waits: [],
    end: 'grant_rejected',
  },
  {
    name: 'answers invalid_grant once by mistake',
    life: good,
    faults: [{ kind: 'error_in_200', error: 'invalid_grant' }],
    failureClass: 'terminal',
    waits: [confirmation],
    end: 'renewed',
  },
  {
    name: 'refuses the client for a moment',
    life: over,
    faults: [{ kind: 'error_in_200', error: 'invalid_client' }],
    failureClass: 'misconfigured',
    waits: [firstBackoff],
    end: 'renewed',
    client: 'own',
  },
];

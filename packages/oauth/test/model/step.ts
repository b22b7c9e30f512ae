import fc from 'fast-check';

/** What may happen next. Numbers pick a process or a connection; times are milliseconds. */
export type Step =
  | { readonly kind: 'refresh' | 'revoke' | 'resume'; readonly process: number }
  /** Told to end: it claims nothing more, waits for answers and the store, and spools what is left. Another starts. */
  | { readonly kind: 'leave'; readonly process: number }
  /** Stopped, or killed, once it has come to so many more of its ports' doors. */
  | { readonly kind: 'crash' | 'pause'; readonly process: number; readonly doors: number }
  | { readonly kind: 'read'; readonly process: number; readonly connection: number; readonly minimumSeconds: number }
  | { readonly kind: 'disconnect' | 'reconnect' | 'withdraw'; readonly connection: number }
  | { readonly kind: 'pass'; readonly ms: number }
  /** What becomes of the next token request. */
  | { readonly kind: 'network'; readonly next: 'request_lost' | 'answer_lost' | 'refused' | 'slow' | 'too_slow' }
  /** What the provider answers to all token requests until told otherwise. */
  | { readonly kind: 'provider'; readonly answers: 'well' | 503 | 502 | 429 | 401 }
  | { readonly kind: 'store'; readonly statement: string; readonly fault: 'throws' | 'throws_after_commit' }
  | { readonly kind: 'outage'; readonly ms: number };

export const processes = 3;
export const connections = 3;

const process = fc.nat(processes - 1);
const connection = fc.nat(connections - 1);
const kind = <Kind extends string>(...kinds: readonly Kind[]) => fc.constantFrom(...kinds);

/** Mostly refreshing and passing time, with faults in between. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: kind('refresh'), process }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('revoke'), process }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: kind('read'), process, connection, minimumSeconds: fc.constantFrom(0, 30, 300) }),
  },
  // Little steps let requests overlap, big ones make tokens due and attempts old.
  {
    weight: 12,
    arbitrary: fc.record({ kind: kind('pass'), ms: fc.constantFrom(50, 500, 2000, 5000, 20_000, 60_000, 90_000) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('disconnect', 'reconnect', 'reconnect', 'withdraw'), connection }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('crash'), process, doors: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('pause'), process, doors: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('resume'), process }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('leave'), process }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('network'),
      next: fc.constantFrom('request_lost', 'answer_lost', 'refused', 'slow', 'too_slow'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('provider'),
      answers: fc.constantFrom('well' as const, 503 as const, 502 as const, 429 as const, 401 as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('store'),
      statement: fc.constantFrom(
        'claim_due',
        'claim_one',
        'store',
        'store',
        'settle',
        'read',
        'stored_by',
        'end_revoked',
        'recover_client',
        'adopt_alternate',
        'keep_alternate',
      ),
      fault: fc.constantFrom('throws', 'throws_after_commit'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('outage'), ms: fc.constantFrom(1000, 20_000, 80_000) }) },
);

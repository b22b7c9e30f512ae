import fc from 'fast-check';
import t from 'tap';
import { assertTakeoverOutlivesRequest, dividedTimes, protocolTimes } from '../../src/protocol-times.js';
import { dueInMs } from '../../src/refresh/due.js';
import { degradedAttempts, type FailureFacts, nextStep, unknownAttempts } from '../../src/refresh/refresh-policy.js';
import type { TokenFailure } from '../../src/token/token-response.js';
import { seededRandom } from '../../testing/index.js';

const times = protocolTimes;
const day = 86_400;
const plain = { terminalErrors: [] };
const random = seededRandom(7);

function step(
  failure: Partial<TokenFailure>,
  facts: Partial<FailureFacts> = {},
  server = plain as Parameters<typeof nextStep>[0],
) {
  return nextStep(server, times, random, {
    failure: { kind: 'failure', class: 'later', ...failure },
    attempts: 1,
    earlierOutcome: 'known',
    earlierRefusal: 'none',
    ...facts,
  });
}
const between = (ms: number | undefined, low: number, high: number) => ms !== undefined && ms >= low && ms <= high;

t.test('rule 7: a refusal is confirmed once while the old token is good', async (t) => {
  const refusal = { class: 'terminal', error: 'invalid_grant' } as const;
  t.strictSame(step(refusal, { accessTokenSeconds: 600 }), { outcome: 'refusal_unconfirmed', dueInMs: 120_000 });
  const dead = { outcome: 'terminal', reason: 'grant_rejected' };
  t.strictSame(step(refusal, { accessTokenSeconds: 600, earlierRefusal: 'unconfirmed' }), dead, 'confirmed');
  t.strictSame(step(refusal, { accessTokenSeconds: 120 }), dead, 'it would not outlive the confirmation');
  t.strictSame(step(refusal, { accessTokenSeconds: -5 }), dead);
  t.strictSame(step(refusal), dead, 'unknown validity');
  const declared = { terminalErrors: ['token_revoked', 'invalid_grant'] };
  t.strictSame(step(refusal, { accessTokenSeconds: 600 }, declared), dead, 'a declared code needs no confirmation');
  t.strictSame(step({ ...refusal, error: 'token_revoked' }, { accessTokenSeconds: 600 }, declared), dead);
});

t.test('rule 8: a refusal after an ambiguous request is a lost rotation', async (t) => {
  const refusal = { class: 'terminal', error: 'invalid_grant' } as const;
  t.strictSame(step(refusal, { accessTokenSeconds: 600, earlierOutcome: 'ambiguous' }), {
    outcome: 'terminal',
    reason: 'rotation_response_lost',
  });
});

t.test('rule 8: a reset or gateway error is replayed after 2 to 5 s', async (t) => {
  for (const failure of [{ cause: 'reset' }, { cause: 'truncated' }, { status: 502 }, { status: 504 }])
    for (let i = 0; i < 20; i++) {
      const { outcome, dueInMs: ms, reason } = step({ class: 'ambiguous', ...failure }, { accessTokenSeconds: 3600 });
      t.ok(
        outcome === 'ambiguous' && reason === undefined && between(ms, 2000, 5000),
        `${JSON.stringify(failure)}: ${ms}`,
      );
    }
});

t.test('rule 8: a time-out is replayed after a minute, with under two minutes of token life left', async (t) => {
  const after = (accessTokenSeconds?: number, server = plain) =>
    step(
      { class: 'ambiguous', cause: 'timeout' },
      accessTokenSeconds === undefined ? {} : { accessTokenSeconds },
      server,
    ).dueInMs;
  t.equal(after(3600), 3_480_000);
  t.equal(after(181), 61_000);
  t.equal(after(150), 60_000);
  t.equal(after(-100), 60_000);
  t.equal(after(), 60_000);
});

t.test('rule 8: with a declared grace, replay only inside it', async (t) => {
  const timeout = { class: 'ambiguous', cause: 'timeout' } as const;
  const withGrace = (reuseGrace: number) =>
    step(timeout, { accessTokenSeconds: 3600 }, { ...plain, reuseGrace }).dueInMs;
  t.ok(between(withGrace(60), 2000, 5000), 'a minute holds the time-out and the wait');
  t.equal(withGrace(30), 3_480_000, 'half a minute is over when the time-out is');
  t.equal(withGrace(10), 3_480_000);
});

t.test('after the replay only patience is left', async (t) => {
  const again = step({ class: 'ambiguous', cause: 'reset' }, { attempts: 2, earlierOutcome: 'ambiguous' });
  t.equal(again.outcome, 'ambiguous');
  t.ok(between(again.dueInMs, 10_000, 20_000));
  const timeout = { class: 'ambiguous', cause: 'timeout' } as const;
  t.equal(step(timeout, { attempts: 2, earlierOutcome: 'ambiguous' }).dueInMs, 60_000, 'it may be at work still');
  t.ok(between(step(timeout, { attempts: 9, earlierOutcome: 'ambiguous' }).dueInMs, 1_280_000, 2_560_000));
});

t.test('a misconfigured client is not the person’s fault, nor one grant’s affair', async (t) => {
  const result = step({ class: 'misconfigured', error: 'invalid_client', status: 401 });
  t.match(result, { outcome: 'client_misconfigured', reason: 'client_misconfigured', dueInMs: undefined });
  t.ok(between(result.probeInMs, 5000, 10_000));
  const fourth = step({ class: 'misconfigured', status: 401 }, { attempts: 9, probe: { probes: 3 } });
  t.equal(fourth.outcome, 'client_misconfigured');
  t.ok(between(fourth.probeInMs, 40_000, 80_000), 'probes are backed off by their own count');
});

t.test('a code that one odd grant may bring about counts as the client’s once', async (t) => {
  const odd = { class: 'misconfigured', error: 'invalid_request', status: 400 } as const;
  t.equal(step(odd).outcome, 'client_misconfigured');
  const again = step(odd, { attempts: 2 });
  t.match(again, { outcome: 'later', reason: 'client_misconfigured', probeInMs: undefined });
  t.ok(between(again.dueInMs, 10_000, 20_000));
});

t.test('a request that could not be built is its connection’s own affair', async (t) => {
  t.match(step({ class: 'misconfigured', cause: 'the URL has no value' }), {
    outcome: 'later',
    reason: 'client_misconfigured',
    probeInMs: undefined,
  });
});

t.test('a probe that says nothing of the client is repeated; one that is refused by the grant is not', async (t) => {
  const probe = { probe: { probes: 0 } };
  t.type(step({ class: 'later', status: 503 }, probe).probeInMs, 'number');
  t.type(step({ class: 'ambiguous', cause: 'timeout' }, probe).probeInMs, 'number');
  t.equal(step({ class: 'terminal', error: 'invalid_grant', status: 400 }, probe).probeInMs, undefined);
  t.equal(step({ class: 'later', status: 503 }).probeInMs, undefined);
});

t.test('caps: later becomes degraded after attempts and duration, tried daily', async (t) => {
  const many = { attempts: degradedAttempts, failingSeconds: day };
  for (const failure of [{ class: 'later' }, { class: 'ambiguous', cause: 'reset' }] as const) {
    const earlierOutcome = failure.class === 'ambiguous' ? ('ambiguous' as const) : ('known' as const);
    t.match(step(failure, { ...many, earlierOutcome }), { dueInMs: day * 1000, reason: 'provider_unavailable' });
    t.notOk(step(failure, { ...many, earlierOutcome, attempts: degradedAttempts - 1 }).reason);
    t.notOk(step(failure, { ...many, earlierOutcome, failingSeconds: day - 1 }).reason);
  }
});

t.test('caps: unknown answers end a grant only after attempts and duration', async (t) => {
  const failure = { class: 'unknown', status: 418 } as const;
  const many = { attempts: unknownAttempts, failingSeconds: day };
  t.strictSame(step(failure, many), { outcome: 'terminal', reason: 'grant_rejected' });
  t.equal(step(failure, { ...many, attempts: unknownAttempts - 1 }).outcome, 'later');
  t.equal(
    step(failure, { ...many, failingSeconds: 3 * 3600 }).outcome,
    'later',
    'an odd answer after an outage of hours',
  );
});

t.test('backoff grows, jitters above half, and is capped', async (t) => {
  for (let attempts = 1; attempts <= 40; attempts++) {
    const ceiling = Math.min(3_600_000, 10_000 * 2 ** (attempts - 1));
    for (let i = 0; i < 10; i++) {
      const ms = step({ class: 'later' }, { attempts }).dueInMs;
      if (!between(ms, ceiling / 2, ceiling)) t.fail(`attempt ${attempts}: ${ms}`);
    }
  }
  const drawn = new Set(Array.from({ length: 50 }, () => step({ class: 'later' }).dueInMs));
  t.ok(drawn.size > 40, 'no two alike');
});

t.test('Retry-After is obeyed up to an hour', async (t) => {
  t.equal(step({ class: 'later', retryAfterSeconds: 120 }).dueInMs, 120_000);
  t.equal(step({ class: 'later', retryAfterSeconds: 999_999 }).dueInMs, 3_600_000);
  t.ok(between(step({ class: 'later', retryAfterSeconds: 0 }).dueInMs, 5000, 10_000), 'never sooner than our own');
  t.ok(between(step({ class: 'later', retryAfterSeconds: 1 }, { attempts: 30 }).dueInMs, 1_800_000, 3_600_000));
});

t.test('whatever the facts: it is due again, or ended or waiting for its client, which have a reason', async (t) => {
  const failure = fc.record({
    kind: fc.constant('failure' as const),
    class: fc.constantFrom('terminal', 'misconfigured', 'later', 'ambiguous', 'unknown') as fc.Arbitrary<
      TokenFailure['class']
    >,
    error: fc.constantFrom('invalid_grant', 'x'),
    status: fc.constantFrom(400, undefined),
    cause: fc.constantFrom('timeout', 'reset'),
    retryAfterSeconds: fc.nat(),
  });
  const seconds = fc.option(fc.integer({ min: -(10 ** 6), max: 10 ** 9 }), { nil: undefined });
  const facts = fc.record({
    failure,
    attempts: fc.integer({ min: 1, max: 10_000 }),
    failingSeconds: seconds,
    accessTokenSeconds: seconds,
    earlierOutcome: fc.constantFrom('known' as const, 'ambiguous' as const),
    earlierRefusal: fc.constantFrom('none' as const, 'unconfirmed' as const),
  });
  const server = fc.record({
    terminalErrors: fc.constantFrom([] as string[], ['invalid_grant']),
    reuseGrace: fc.option(fc.integer({ min: 1, max: 3600 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(server, facts, (server, facts) => {
      const result = nextStep(server as never, times, random, facts as never);
      const isEnd = result.outcome === 'terminal' || result.outcome === 'client_misconfigured';
      if ((result.outcome === 'client_misconfigured') !== (result.probeInMs !== undefined)) throw new Error('no probe');
      if (isEnd !== (result.dueInMs === undefined)) throw new Error('neither due nor ended');
      if (isEnd && result.reason === undefined) throw new Error('ended without a reason');
      if (!isEnd && !((result.dueInMs ?? -1) >= 2000)) throw new Error(`too soon: ${result.dueInMs}`);
      if (isEnd && !['terminal', 'unknown', 'misconfigured'].includes(facts.failure.class))
        throw new Error('ended by no refusal');
    }),
    { numRuns: 500 },
  );
  t.pass();
});

t.test('due times lie between 70 and 85 % of the validity, however short, and never make a loop', async (t) => {
  const due = (expiresInSeconds: number, elapsedMs = 0, hasRefreshToken: 'yes' | 'no' = 'yes') =>
    dueInMs(random, times, { expiresInSeconds, elapsedMs, hasRefreshToken });
  const drawn = Array.from({ length: 300 }, () => due(3600) ?? 0);
  t.ok(drawn.every((ms) => between(ms, 2_520_000, 3_060_000)));
  t.ok(Math.max(...drawn) - Math.min(...drawn) > 400_000, 'spread over the whole range');
  t.ok((due(3600, 600_000) ?? 0) <= 2_460_000, 'the time on the way is taken off');
  t.equal(due(3600, 0, 'no'), 3_060_000, 'without a refresh token: when its end is to be told');
  for (const seconds of [8, 20, 43])
    for (let i = 0; i < 50; i++)
      t.ok(between(due(seconds) ?? 0, seconds * 700, seconds * 850), `${seconds} s: in time`);
  for (const seconds of [0, 1, 5]) t.equal(due(seconds), 5000, `${seconds} s: no loop`);
  t.equal(due(20, 10_000_000), 10_000, 'half of a short life');
  t.equal(due(3600, 10_000_000), 30_000, 'past already');
  t.equal(dueInMs(random, times, { elapsedMs: 0, hasRefreshToken: 'yes' }), undefined, 'unknown is not never');
});

t.test('a refresh that ends the access token before it is made late', async (t) => {
  const refresh = { revokesAccessToken: true };
  const due = (expiresInSeconds: number) =>
    (dueInMs(random, times, { expiresInSeconds, elapsedMs: 0, hasRefreshToken: 'yes', refresh }) ?? 0) / 1000;
  const year = 365 * 86_400;
  for (let i = 0; i < 50; i++) {
    t.ok(between(due(year), year - 3600, year - 1800), 'within the last hour of a year');
    t.ok(between(due(1800), 0.7 * 1800, 0.85 * 1800), 'no sooner than others');
  }
});

t.test('an ambiguous refresh of such a server is replayed without waiting for the token to end', async (t) => {
  const failure = { kind: 'failure', class: 'ambiguous', cause: 'timeout' } as const;
  const facts = {
    failure,
    attempts: 1,
    accessTokenSeconds: 30_000,
    earlierOutcome: 'known',
    earlierRefusal: 'none',
  } as const;
  const step = (revokesAccessToken: boolean) =>
    nextStep({ terminalErrors: [], revokesAccessToken }, times, random, facts).dueInMs;
  t.equal(step(true), times.replayTimeoutMin);
  t.equal(step(false), 30_000_000 - times.replayLifeLeft);
});

t.test('a refusal after a clock ran out is told as what it is', async (t) => {
  const failure = { kind: 'failure', class: 'terminal', error: 'invalid_grant', status: 400 } as const;
  const reason = (clocks: object, earlierOutcome: 'known' | 'ambiguous' = 'known') =>
    nextStep({ terminalErrors: [] }, times, random, {
      ...{ failure, attempts: 1, earlierOutcome, earlierRefusal: 'none' },
      clocks: { ageSeconds: 86_400, refreshedSecondsAgo: 43_200, ...clocks },
    }).reason;
  t.equal(reason({ absoluteSeconds: -5 }), 'authorization_expired');
  t.equal(reason({ absoluteSeconds: 30 }), 'authorization_expired', 'two clocks differ a little');
  t.equal(reason({ idleSeconds: -5, absoluteSeconds: 1e6 }), 'authorization_expired');
  t.equal(reason({ absoluteSeconds: -5 }, 'ambiguous'), 'authorization_expired');
  t.equal(reason({ absoluteSeconds: 3600, idleSeconds: 3600 }), 'grant_rejected');
  t.equal(reason({}), 'grant_rejected');
});

t.test('the times are one record, and hold together', async (t) => {
  assertTakeoverOutlivesRequest(times, 2);
  t.throws(() => assertTakeoverOutlivesRequest(times, 3), RangeError);
  const divided = dividedTimes(times, 100);
  t.equal(divided.requestTimeout, 300);
  t.strictSame(Object.keys(divided), Object.keys(times));
  assertTakeoverOutlivesRequest(divided, 2);
  for (const factor of [0, -1, Number.NaN]) t.throws(() => dividedTimes(times, factor), RangeError);
});

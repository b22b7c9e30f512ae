import t from 'tap';
import { nextPoll } from '../../src/device/poll-policy.js';
import { protocolTimes } from '../../src/protocol-times.js';
import type { TokenFailure } from '../../src/token/token-response.js';
import { seededRandom } from '../../testing/index.js';

const random = seededRandom(3);
const next = (
  failure: Partial<TokenFailure>,
  held: { readonly intervalSeconds: number; readonly failures: number } = { intervalSeconds: 5, failures: 0 },
  errors: Parameters<typeof nextPoll>[0]['errors'] = {},
) => nextPoll({ errors }, protocolTimes, random, held, { kind: 'failure', class: 'unknown', ...failure });

t.test('the codes of RFC 8628 section 3.5, whatever their status', async (t) => {
  for (const status of [400, 200, 403, 428, 429, 500]) {
    const failing = { class: status >= 429 ? 'later' : 'unknown', status } as const;
    t.strictSame(next({ ...failing, error: 'authorization_pending' }, { intervalSeconds: 7, failures: 4 }), {
      ...{ kind: 'again', dueInMs: 7000, intervalSeconds: 7, failures: 0 },
    });
    const slower = next({ ...failing, error: 'slow_down' });
    t.strictSame(slower, { kind: 'again', dueInMs: 10_000, intervalSeconds: 10, failures: 0 }, 'slower for good');
    t.strictSame(next({ ...failing, error: 'access_denied' }), { kind: 'failed', error: 'access_denied' });
    t.strictSame(next({ ...failing, error: 'expired_token' }), { kind: 'failed', error: 'expired' });
  }
});

t.test('codes of the provider’s own mean what the definition says', async (t) => {
  const errors = { authorization_declined: 'access_denied', not_yet: 'authorization_pending' } as const;
  t.match(next({ error: 'authorization_declined' }, undefined, errors), { kind: 'failed', error: 'access_denied' });
  t.match(next({ error: 'not_yet' }, undefined, errors), { kind: 'again', dueInMs: 5000 });
  t.match(next({ error: 'toString' }, undefined, errors), { kind: 'failed', error: 'provider_error' });
});

t.test('no answer: ever more slowly, never sooner than the interval, and the interval itself stays', async (t) => {
  for (const failure of [
    { class: 'ambiguous', cause: 'timeout' },
    { class: 'later', cause: 'ECONNREFUSED' },
    { class: 'later', status: 503 },
    { class: 'ambiguous', status: 502 },
  ] as const) {
    let failures = 0;
    let least = 0;
    for (const [low, high] of [
      [5000, 10_000],
      [10_000, 20_000],
      [20_000, 40_000],
      [30_000, 60_000],
      [30_000, 60_000],
    ] as const) {
      const step = next(failure, { intervalSeconds: 5, failures });
      if (step.kind !== 'again') throw new Error('it gave up');
      t.ok(step.dueInMs >= low && step.dueInMs <= high, `${step.dueInMs} of ${low} to ${high}`);
      t.equal(step.intervalSeconds, 5);
      t.equal(step.failures, failures + 1);
      ({ failures } = step);
      least = Math.max(least, step.dueInMs);
    }
  }
  t.match(next({ class: 'later', status: 503, retryAfterSeconds: 90 }), { dueInMs: 90_000 });
  const step = next({ class: 'later' }, { intervalSeconds: 300, failures: 9 });
  t.match(step, { kind: 'again', dueInMs: 300_000 });
});

t.test('everything else is the end', async (t) => {
  for (const [failure, error] of [
    [{ class: 'terminal', error: 'invalid_grant', status: 400 }, 'provider_error'],
    [{ class: 'misconfigured', error: 'invalid_client', status: 401 }, 'client_misconfigured'],
    [{ class: 'misconfigured', cause: 'the URL has no value' }, 'client_misconfigured'],
    [{ class: 'unknown', error: 'device_flow_disabled', status: 400 }, 'provider_error'],
    [{ class: 'unknown', status: 404 }, 'provider_error'],
    [{ class: 'ambiguous', status: 200 }, 'invalid_response'],
  ] as const)
    t.strictSame(next(failure), { kind: 'failed', error });
});

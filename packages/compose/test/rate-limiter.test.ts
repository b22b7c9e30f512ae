import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { openDatabase } from '@latchkey/db';
import t, { type Test } from 'tap';
import { callerOf } from '../src/rate-limits/caller-address.js';
import { rateHeaders } from '../src/rate-limits/rate-headers.js';
import { createRateLimiter, type RateRule } from '../src/rate-limits/rate-limiter.js';

const rule: RateRule = { name: 'key', most: 40, windowSeconds: 3600 };

/** A limiter on a database that is not there, or that takes connections and says nothing. */
async function limiterWithout(t: Test, what: 'gone' | 'silent') {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  if (what === 'gone') server.close();
  const db = openDatabase({ url: `postgresql://nobody@127.0.0.1:${port}/none`, poolMax: 2, applicationName: 'test' });
  t.teardown(() => {
    if (what === 'silent') server.close();
  });
  let now = 0;
  const failures: unknown[] = [];
  const clock = { monotonic: () => now };
  const limiter = createRateLimiter({ db, clock, onFailure: (error) => void failures.push(error) });
  return { limiter, failures, later: (ms: number) => (now += ms) };
}

for (const what of ['gone', 'silent'] as const)
  t.test(
    `while the database is ${what}, a process counts by itself and refuses nobody but those beyond the limit`,
    async (t) => {
      const { limiter, failures, later } = await limiterWithout(t, what);
      let allowed = 0;
      for (let ask = 0; ask < 100; ask++) if ((await limiter.take(rule, 'a')).kind === 'allowed') allowed++;
      t.equal(allowed, rule.most);
      t.equal(failures.length, 1, 'it is asked once in some seconds, and waited for once');
      const refused = await limiter.take(rule, 'a');
      t.equal(refused.kind, 'refused');
      t.equal(refused.retryAfterSeconds, 90, 'until the next of 40 an hour');
      t.equal((await limiter.take(rule, 'b')).kind, 'allowed', 'another caller has a bucket of its own');
      later(90_000);
      t.equal((await limiter.take(rule, 'a')).kind, 'allowed');
      t.equal((await limiter.take(rule, 'a')).kind, 'refused');
    },
  );

t.test('the headers say what is left, and when', async (t) => {
  const verdict = { rule, remaining: 10, resetSeconds: 2700, retryAfterSeconds: 0, kind: 'allowed' } as const;
  t.same(rateHeaders(verdict), { 'ratelimit-policy': '"key";q=40;w=3600', ratelimit: '"key";r=10;t=2700' });
  const refused = rateHeaders({ ...verdict, kind: 'refused', remaining: 0, retryAfterSeconds: 90 });
  t.match(refused, { ratelimit: '"key";r=0;t=2700', 'retry-after': '90' });
});

t.test('whom an address counts as', async (t) => {
  t.equal(callerOf('203.0.113.9'), '203.0.113.9');
  t.equal(callerOf('::ffff:203.0.113.9'), '203.0.113.9');
  const network = callerOf('2001:db8:1:2::1');
  for (const same of ['2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0db8:0001:0002::', '2001:db8:1:2:0:5::9'])
    t.equal(callerOf(same), network, same);
  for (const other of ['2001:db8:1:3::1', '2001:db8::1', '::1', 'fe80::1%eth0']) t.not(callerOf(other), network, other);
  for (const odd of ['', 'unknown', 'a, b', '203.0.113.9:1234']) t.equal(callerOf(odd), 'unknown', odd);
});

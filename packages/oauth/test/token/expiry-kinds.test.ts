import fc from 'fast-check';
import t from 'tap';
import type { ResponseDefinition } from '../../src/provider/definition.js';
import { secret } from '../../src/secret.js';
import { accessTokenLifetime } from '../../src/token/expiry.js';
import { epochMs } from '../engine.js';

type Expiry = NonNullable<ResponseDefinition['expiry']>;
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = secret(`${base64url({ alg: 'none' })}.${base64url({ iat: 100, exp: 400 })}.sig`);
const now = epochMs / 1000;

/** Seconds that a token lives by an answer, told at `end` (and `issued`) in one of the ways. */
function lifetime(end: unknown, kind: Expiry['kind'], more: Partial<Expiry> & { readonly issued?: unknown } = {}) {
  const { issued, ...expiry } = more;
  return accessTokenLifetime({ a: { end }, issued }, secret('opaque'), {
    response: { expiry: { path: 'a.end', kind, ...expiry }, issuedAt: 'issued' },
    defaultExpiresIn: 77,
    epochMs,
  });
}

t.test('how long a token lives is told in many ways', async (t) => {
  const hour: readonly (readonly [Expiry['kind'], readonly unknown[]])[] = [
    ['seconds', [3600, '3600', 3600.9, ' 3600 ']],
    ['milliseconds', [3_600_000, '3600000', 3_600_999]],
    ['unix_seconds', [now + 3600, String(now + 3600), now + 3600.5]],
    ['unix_milliseconds', [epochMs + 3_600_000, String(epochMs + 3_600_000)]],
    [
      'iso_8601',
      [
        ...[
          '2027-01-15T09:00:00Z',
          '2027-01-15T09:00:00.000Z',
          '2027-01-15T10:00:00+01:00',
          '2027-01-15T04:00:00-0500',
        ],
        ...['2027-01-15T09:00:00', '2027-01-15 09:00:00', ' 2027-01-15T09:00:00Z '],
      ],
    ],
  ];
  for (const [kind, ends] of hour) for (const end of ends) t.equal(lifetime(end, kind), 3600, `${kind}: ${end}`);
});

t.test('a moment that has passed leaves nothing; what is no moment is passed over', async (t) => {
  t.equal(lifetime(now - 5, 'unix_seconds'), 0);
  t.equal(lifetime(epochMs - 5, 'unix_milliseconds'), 0);
  t.equal(lifetime('2020-01-01T00:00:00Z', 'iso_8601'), 0);
  const odd = [undefined, null, true, {}, [], '', 'soon', '-5', -5, Number.NaN, 'x'.repeat(1000), '1e9', '0x10'];
  for (const kind of ['seconds', 'milliseconds', 'unix_seconds', 'unix_milliseconds', 'iso_8601'] as const)
    for (const end of odd) t.equal(lifetime(end, kind), 77, `${kind}: ${String(end).slice(0, 20)}`);
  t.equal(lifetime(now + 3600, 'iso_8601'), 77, 'a number is no text of a moment');
  t.equal(lifetime('2027-01-15T09:00:00Z', 'seconds'), 77);
});

t.test('whoever reads lives in any time zone', async (t) => {
  const zone = process.env.TZ;
  t.teardown(() => {
    process.env.TZ = zone;
    if (zone === undefined) delete process.env.TZ;
  });
  for (const place of ['UTC', 'America/New_York', 'Asia/Kolkata']) {
    process.env.TZ = place;
    t.equal(lifetime('2027-01-15T09:00:00', 'iso_8601'), 3600, place);
    t.equal(lifetime('2027-01-15 09:00:00', 'iso_8601'), 3600, place);
  }
});

t.test('values that mean never', async (t) => {
  const never = ['0', '-1', 'never', 'null'];
  for (const end of [0, '0', -1, 'never', null]) t.equal(lifetime(end, 'seconds', { never }), undefined, String(end));
  t.equal(lifetime(60, 'seconds', { never }), 60);
  t.equal(lifetime(0, 'seconds'), 0, 'unless it is declared, 0 is 0');
  const response = { expiry: { path: 'end', kind: 'seconds', never: ['0'] } } as const;
  t.equal(accessTokenLifetime({ end: 0 }, jwt, { response, epochMs }), undefined, 'nor is a token asked then');
});

t.test('a token that was issued before it arrived has lived already', async (t) => {
  t.equal(lifetime(3600, 'seconds', { issued: now - 600 }), 3000);
  t.equal(lifetime(3600, 'seconds', { issued: String(now - 600) }), 3000);
  for (const insane of [now + 600, now - 3600, now - 10_000, 0, -1, 'x', null, epochMs])
    t.equal(lifetime(3600, 'seconds', { issued: insane }), 3600, `clocks that cannot be right: ${insane}`);
});

t.test('where an answer says nothing the default counts, then the token’s own hint', async (t) => {
  const response = { expiry: { path: 'end', kind: 'seconds' } } as const;
  t.equal(accessTokenLifetime({ expires_in: 5 }, jwt, { response, epochMs }), 300, 'not what stands elsewhere');
  t.equal(accessTokenLifetime({}, jwt, { response, epochMs, defaultExpiresIn: 60 }), 60);
  t.equal(accessTokenLifetime({}, secret('opaque'), { response, epochMs }), undefined);
});

t.test('every way tells the same seconds, never less than none', async (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000_000 }),
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      (seconds, at) => {
        const read = (end: unknown, kind: Expiry['kind']) =>
          accessTokenLifetime({ end }, secret('x'), { response: { expiry: { path: 'end', kind } }, epochMs: at });
        const end = at + seconds * 1000;
        const told = [
          read(seconds, 'seconds'),
          read(seconds * 1000, 'milliseconds'),
          read(end, 'unix_milliseconds'),
          read(new Date(end).toISOString(), 'iso_8601'),
        ];
        if (told.some((one) => one !== seconds)) throw new Error(told.join());
        // A moment in whole seconds is up to a second early.
        const rounded = read(Math.floor(end / 1000), 'unix_seconds') ?? -1;
        if (rounded > seconds || rounded < Math.max(seconds - 1, 0)) throw new Error(`unix_seconds: ${rounded}`);
      },
    ),
    { numRuns: 500 },
  );
  t.pass();
});

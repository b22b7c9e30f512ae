import fc from 'fast-check';
import pg from 'pg';
import t from 'tap';
import { clockValues, secondsOf } from '../src/grants/clock-values.js';
import { storableJson, storableText } from '../src/storable.js';
import { freshDatabase, someTokens } from '../src/testing/index.js';

const fresh = await freshDatabase();
const client = new pg.Client({ connectionString: fresh.appUrl });
await client.connect();
t.teardown(async () => {
  await client.end();
  await fresh.drop();
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('\u0000', '\ud800', '\udc00', 'é', '\\', '"', 'u0000') }),
);

t.test('Postgres takes every text, and gives it back as stored', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.dictionary(anyText, anyText), async (text, record) => {
      const { rows } = await client.query('SELECT $1::text AS text, $2::jsonb AS json', [
        storableText(text),
        storableJson(record),
      ]);
      return (
        rows[0].text === storableText(text) &&
        JSON.stringify(rows[0].json, Object.keys(rows[0].json).sort()) ===
          JSON.stringify(JSON.parse(storableJson(record)), Object.keys(rows[0].json).sort())
      );
    }),
    { numRuns: 200 },
  );
});

t.test('well-formed text without NUL stays as it is', async (t) => {
  t.equal(storableText('Grüße \u{1F511} \ufffd'), 'Grüße \u{1F511} \ufffd');
});

t.test('every number of a provider gives times that the columns can hold', async () => {
  const number = fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.constantFrom(0, -0, 1e300, -1e300));
  await fc.assert(
    fc.asyncProperty(
      number,
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      number,
      async (expiresInSeconds, elapsedMs, dueInMs) => {
        const values = clockValues(someTokens('x', { expiresInSeconds, elapsedMs, dueInMs }));
        const { rows } = await client.query(
          'SELECT now() + make_interval(secs => $1) AS expires, $2::integer AS lifetime, now() + make_interval(secs => $3) AS due',
          [values.secondsLeft, values.lifetimeSeconds, values.dueSeconds],
        );
        return (
          rows[0].lifetime >= 0 &&
          Number.isFinite(rows[0].expires.getTime()) &&
          rows[0].due.getTime() >= Date.now() - 60_000
        );
      },
    ),
    { numRuns: 200 },
  );
});

t.test('absent stays unknown', async (t) => {
  const { expiresInSeconds, dueInMs, ...unknown } = someTokens('x');
  t.same(clockValues(unknown), { secondsLeft: null, lifetimeSeconds: null, dueSeconds: null });
  t.equal(secondsOf(undefined), null);
  t.equal(secondsOf(1500), 1.5);
});

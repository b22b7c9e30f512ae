import fc from 'fast-check';
import t from 'tap';
import { processIntrospectionResponse } from '../../src/introspect/introspect-token.js';
import { epochMs, response } from '../engine.js';

const now = epochMs / 1000;

t.test('what a server says of a token (RFC 7662 section 2.2)', async (t) => {
  const cases: readonly (readonly [unknown, unknown])[] = [
    [
      { active: true, exp: now + 600 },
      { kind: 'active', expiresInSeconds: 600 },
    ],
    [
      { active: true, exp: String(now + 600) },
      { kind: 'active', expiresInSeconds: 600 },
    ],
    [{ active: true }, { kind: 'active' }],
    [{ active: true, exp: now - 1 }, { kind: 'active' }],
    [{ active: true, exp: epochMs + 600_000 }, { kind: 'active' }],
    [{ active: true, exp: null }, { kind: 'active' }],
    [{ active: false, exp: now + 600 }, { kind: 'inactive' }],
    [{ active: 'true' }, { kind: 'failed', cause: 'status 200' }],
    ['<html>', { kind: 'failed', cause: 'status 200' }],
  ];
  for (const [body, said] of cases)
    t.strictSame(processIntrospectionResponse(response(200, body), epochMs), said, JSON.stringify(body));
  t.strictSame(processIntrospectionResponse(response(401, { active: true }), epochMs), {
    kind: 'failed',
    cause: 'status 401',
  });
  const lost = { kind: 'no_answer', cause: 'timeout', elapsedMs: 1 } as const;
  t.strictSame(processIntrospectionResponse(lost, epochMs), { kind: 'failed', cause: 'timeout' });
});

t.test('whatever a server sends, reading ends and times are sane', async () => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ active: fc.oneof(fc.boolean(), fc.anything()), exp: fc.anything() }).map((value) => {
      try {
        return JSON.stringify(value) ?? '';
      } catch {
        return '';
      }
    }),
  );
  fc.assert(
    fc.property(body, fc.integer({ min: 100, max: 599 }), (text, status) => {
      const said = processIntrospectionResponse(response(status, text), epochMs);
      if (said.kind !== 'active' || said.expiresInSeconds === undefined) return true;
      return Number.isInteger(said.expiresInSeconds) && said.expiresInSeconds > 0;
    }),
    { numRuns: 10_000 },
  );
});

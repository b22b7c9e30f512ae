import t from 'tap';
import { faceOf, glyphs, monogramOf } from '../src/elements/index.js';

const authorization = { kind: 'redirect', expiresAt: '2031-05-14T08:41:00Z' } as const;

t.test('each status, colour and sign-in under way has its word', async (t) => {
  t.equal(faceOf({ status: 'pending', color: 'gray' }).word, 'not_connected');
  t.equal(faceOf({ status: 'active', color: 'yellow' }).word, 'not_used');
  t.equal(faceOf({ status: 'active', color: 'green' }).word, 'working');
  t.equal(faceOf({ status: 'error', color: 'red' }).word, 'attention');
  t.equal(faceOf({ status: 'active', color: 'red' }).word, 'attention');
  t.equal(faceOf({ status: 'active', color: 'green', authorization }).word, 'waiting');
  t.equal(faceOf({ status: 'disconnecting', color: 'gray', authorization }).word, 'disconnecting');
});

t.test('each status has a shape of its own', async (t) => {
  const shapes = (['gray', 'yellow', 'green', 'red'] as const).map(
    (color) => faceOf({ status: 'active', color }).glyph,
  );
  t.equal(new Set([...shapes, faceOf({ status: 'active', color: 'gray', authorization }).glyph]).size, 5);
  for (const shape of shapes) t.ok(glyphs[shape]);
});

t.test('a monogram', async (t) => {
  t.equal(monogramOf('Demo CRM'), 'DC');
  t.equal(monogramOf('acme'), 'A');
  t.equal(monogramOf('Über 東京 GmbH'), 'Ü東');
  t.equal(monogramOf('<script>'), 'S');
  t.equal(monogramOf('…'), '?');
});

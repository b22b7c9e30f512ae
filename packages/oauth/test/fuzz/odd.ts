import fc from 'fast-check';
import { type Draw, drawsOf, pick } from '../near-valid.js';

/** What every reader is given at least. */
export const leastCases = 10_000;

/** Runs one case after another, each made from a seed of its own, which fast-check tells when it fails. */
export function fuzz(run: (draw: Draw) => void, cases = leastCases): void {
  fc.assert(
    fc.property(fc.integer(), (seed) => run(drawsOf(seed))),
    { numRuns: cases },
  );
}

/** A secret of the input, told from everything else. */
export const canary = 'cAnArY-7f3a9c1e5b8d-0a1b2c3d4e5f';

/** JSON nested deeper than a call stack. */
export const deepText = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
export const deep: unknown = JSON.parse(deepText);

const pieces = [
  ...[
    '{',
    '}',
    '{{',
    '}}',
    '{a}',
    '{a.b}',
    '.',
    '..',
    '/',
    '//',
    '\\',
    '?',
    '#',
    '&',
    '=',
    '@',
    ':',
    '%',
    '%2e',
    '%zz',
    '+',
  ],
  ...[' ', '\t', '\r\n', '\u0000', '\u007f', '\ud800', '\udc00', '\u202e', '\ufeff', 'é', '漢', '🔑', 'ﬀ', '。', '／'],
  ...[
    'a',
    'Z',
    '0',
    '-1',
    '1e9',
    'null',
    'true',
    'https://',
    'as.example',
    'localhost',
    '[::1]',
    '<html>',
    '"',
    "'",
    '$&',
  ],
  ...['__proto__', 'constructor', 'toString', 'access_token', 'state', 'code', '[]', '{}', '"', ',', 'x'.repeat(50)],
];

/** Any text: mostly what means something to one of the readers; now and then a very long one. */
export function oddText(draw: Draw): string {
  if (draw(500) === 0) return pick(draw, pieces).repeat(20_000);
  return Array.from({ length: draw(8) }, () => pick(draw, pieces)).join('');
}

const scalars: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    3600,
    1e21,
    1e300,
    -0,
    '',
    '0',
    '3600',
    'never',
    'Bearer',
    'invalid_grant',
    'read write',
  ],
];

/** Any JSON, with members that readers look for. */
export function oddJson(draw: Draw, names: readonly string[], depth = 3): unknown {
  const kind = draw(depth > 0 ? 10 : 6);
  if (kind < 4) return pick(draw, scalars);
  if (kind < 6) return oddText(draw);
  if (kind === 6) return Array.from({ length: draw(4) }, () => oddJson(draw, names, depth - 1));

  return Object.fromEntries(
    Array.from({ length: draw(6) }, () => [
      draw(6) === 0
        ? pick(draw, ['__proto__', 'toString', 'valueOf', 'length', '0', oddText(draw)])
        : pick(draw, names),
      oddJson(draw, names, depth - 1),
    ]),
  );
}

import type { Schema, TextSchema } from '../src/provider/schema/from-schema.js';

/** Draws a whole number from 0 to below a bound; repeats from run to run. */
export type Draw = (below: number) => number;

/** Draws from a seed (mulberry32). Whole documents are made from one seed: fast-check's own trees are far slower. */
export function drawsOf(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export const pick = <T>(draw: Draw, items: readonly T[]): T => items[draw(items.length)] as T;

const samples = [
  ...[
    'a',
    'shop',
    'x_y',
    'a.b',
    'data.0.token',
    '*.example.com',
    'as.example',
    ',',
    ' ',
    '; ',
    '|',
    'Token',
    '0',
    'read',
  ],
  ...[
    'https://as.example/x',
    'https://{shop}.as.example/x?y=z',
    '{shop}',
    '{context.a}',
    'Bearer {token.access_token}',
  ],
  ...['ü 漢字 🔑', 'a b', '-', '+', '[]', '*', 'A', 'x'.repeat(60), 'x'.repeat(100), 'x'.repeat(200), '🔑'.repeat(500)],
  ...[
    'true',
    '{client.id}',
    '{request.code}',
    'x-signature',
    'client_id',
    '[a-z]+',
    'urn:ietf:wg:oauth:2.0:oob',
    '{{',
    '}',
  ],
];

const fits = (schema: TextSchema, text: string) =>
  [...text].length >= (schema.minLength ?? 0) &&
  [...text].length <= (schema.maxLength ?? Number.POSITIVE_INFINITY) &&
  (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text));
const fitting = new WeakMap<TextSchema, readonly string[]>();

function text(schema: TextSchema, draw: Draw): string {
  if (schema.enum) return pick(draw, schema.enum);
  const known = fitting.get(schema) ?? samples.filter((sample) => fits(schema, sample));
  fitting.set(schema, known);
  return pick(draw, known);
}

/** A value that fits a schema. About every third optional member is there, or as many as said. */
export function fittingValue(schema: Schema, draw: Draw, every = 3): unknown {
  switch (schema.type) {
    case 'string':
      return text(schema, draw);
    case 'boolean':
      return draw(2) === 0;
    case 'integer':
      return pick(draw, [schema.minimum, schema.maximum, schema.minimum + draw(schema.maximum - schema.minimum)]);
    case 'array':
      return Array.from({ length: draw(3) }, () => fittingValue(schema.items, draw, every));
    case 'object':
      if (!('properties' in schema))
        return Object.fromEntries(
          Array.from({ length: draw(4) }, () => [
            text(schema.propertyNames, draw),
            fittingValue(schema.additionalProperties, draw, every),
          ]),
        );
      return Object.fromEntries(
        Object.entries(schema.properties)
          .filter(([name]) => schema.required.includes(name) || draw(every) === 0)
          .map(([name, inner]) => [name, fittingValue(inner, draw, every)]),
      );
  }
}

const odd: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1,
    1.5,
    1e300,
    -0,
    '',
    ' ',
    'x',
    '\ud800',
    '\u0000',
    'x'.repeat(3000),
    '🔑'.repeat(2001),
  ],
  ...[
    [],
    {},
    [null],
    [[]],
    { url: 'https://as.example' },
    { a: 1 },
    '3600',
    'https://as.example/#x',
    '{',
    Number.MAX_SAFE_INTEGER,
  ],
];
const names = ['__proto__', 'constructor', 'toString', 'x', '', 'url', 'a.b', 'x'.repeat(150), 'Url', 'hasOwnProperty'];

/** The same value with one thing changed somewhere: replaced, left out, added, renamed or repeated too often. */
export function bent(value: unknown, draw: Draw): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0 || draw(4) === 0)
      return pick(draw, [
        pick(draw, odd),
        [...value, pick(draw, odd)],
        Array.from({ length: 201 }, () => value[0] ?? 'a'),
      ]);
    const at = draw(value.length);
    return value.map((item, index) => (index === at ? bent(item, draw) : item));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    const way = entries.length === 0 ? 2 : draw(8);
    const at = draw(Math.max(entries.length, 1));
    if (way === 0) return pick(draw, odd);
    if (way === 1) return Object.fromEntries(entries.filter((_, index) => index !== at));
    if (way === 2) return Object.fromEntries([...entries, [pick(draw, names), pick(draw, odd)]]);
    if (way === 3) return Object.fromEntries([...entries, ...Array.from({ length: 41 }, (_, i) => [`n${i}`, 'x'])]);
    return Object.fromEntries(entries.map(([name, item], index) => [name, index === at ? bent(item, draw) : item]));
  }
  return pick(draw, odd);
}

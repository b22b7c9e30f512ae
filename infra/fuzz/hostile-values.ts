import type { Random } from './random.js';

const texts = [
  ...[
    '',
    ' ',
    '\t',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202egnirts',
    'e\u0301\u0327',
    '👩‍👩‍👧‍👦',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'],
  ...["' OR 1=1 --", '"; DROP TABLE organization; --', '$1', '%s%n', '$\u007b7*7}', '{{7*7}}', '{shop}', '{{', '\\'],
  ...['../../../../etc/passwd', '..%2f..%2f', '%00', '%', '%zz', 'a/b', '/', '//evil.example', '.', '..'],
  ...['null', 'undefined', 'true', 'NaN', '-1', '1e309', '0x10', '[object Object]', '<script>alert(1)</script>'],
  ...[
    '\r\nSet-Cookie: a=b',
    'http://169.254.169.254/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://[::1',
    'https://',
  ],
  ...[
    'https://user:pass@127.0.0.1/',
    'http://127.0.0.1:1/',
    'https://0x7f.1/',
    'https://xn--/',
    'https://a..b/',
    'https://[fe80::1%25eth0]/',
  ],
  ...[
    'conn_',
    'int_00000000000000000000000000000000',
    'conn_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz',
    '00000000-0000-0000-0000-000000000000',
  ],
  ...[
    '9999-12-31T23:59:59.999Z',
    '-271821-04-20T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '2026-02-30',
    '0000-00-00T00:00:00Z',
    '10000-01-01T00:00:00Z',
  ],
  ...['(a+)+$', '[', '^(?:a|a)*b$', '*', 'ı', 'ß', 'İ', 'ﬀ', '𝒳'.repeat(50), 'a'.repeat(201), 'a'.repeat(65_537)],
];

const numbers = [0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53 + 2, -(2 ** 63), 1e21, 1e300, Number.MAX_VALUE, 5e-324];

/** A text that no honest caller sends, or that looks like one that does. */
export function hostileText(random: Random): string {
  return random.pick(texts);
}

/** A value of any JSON type. */
export function hostileValue(random: Random): unknown {
  const kinds: (() => unknown)[] = [
    () => hostileText(random),
    () => random.pick(numbers),
    () => null,
    () => random.percent(50),
    () => [],
    () => ({}),
    () => Array.from({ length: random.pick([1, 3, 300, 3000]) }, () => random.pick([...texts.slice(0, 20), 1, null])),
    () => ({ [hostileText(random)]: hostileText(random) }),
    () => JSON.parse(`{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`),
    () => nested(random.pick([5, 50, 500]), random),
    () => [[[[[[]]]]]],
  ];
  return random.pick(kinds)();
}

/** A body that is no JSON, or JSON that only its text shows to be odd. */
export function hostileBody(random: Random, good: string): string | Buffer {
  const at = random.below(good.length + 1);
  const kinds: (() => string | Buffer)[] = [
    () => good.slice(0, at),
    () => `${good.slice(0, at)}\u0000${good.slice(at)}`,
    () => `\ufeff${good}`,
    () => `${good}${good}`,
    () => good.replaceAll('"', "'"),
    () => good.replace(/}$/, ',}'),
    () => `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    () => `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
    () => '{"__proto__":{"admin":true}}',
    () => '{"constructor":{"prototype":{"admin":true}}}',
    () => good.replace(/^\{/, '{"name":"one","name":"two",'),
    () => random.pick(['', ' ', 'null', '0', '""', '[]', 'true', 'NaN', 'undefined', '-', '"\\ud800"', '{"a":1e999}']),
    () => `{"name":"${'x'.repeat(300_000)}"}`,
    () => Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    () => Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28, 0xf0, 0x80]), Buffer.from('"}')]),
    () => `{"name":"${'\\u0000'.repeat(50)}"}`,
  ];
  return random.pick(kinds)();
}

function nested(depth: number, random: Random): unknown {
  let value: unknown = hostileText(random);
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

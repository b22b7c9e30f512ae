import fc from 'fast-check';
import t from 'tap';
import type { Definition } from '../../src/provider/definition.js';
import { captured } from '../../src/token/captures.js';
import { anyText } from '../any-text.js';
import { plain, serverOf } from '../engine.js';

type Capture = Omit<NonNullable<Definition['captures']>[number], 'name' | 'from'>;

/** What a capture finds in an answer; `{site}` in it is an input of the definition. */
function find(capture: Capture, root: unknown, context: Readonly<Record<string, string>> = {}) {
  const server = serverOf(
    {
      ...plain,
      inputs: [{ name: 'site', label: 'Site', type: 'text', visibility: 'customer' }],
      captures: [
        { ...capture, name: 'found', from: 'token' },
        { name: 'other', from: 'token', path: 'other' },
      ],
    },
    { site: 'https://acme.example' },
  );
  const [frozen] = server.captures;
  if (!frozen) throw new Error('it is not frozen');
  return captured(frozen, root, (name) => context[name]);
}

t.test('texts, numbers and truth values are captured, as texts', async (t) => {
  const root = { a: { b: 'x', n: 5, f: false, e: '', z: 0, nil: null, list: ['y'], o: {} }, long: 'x'.repeat(1001) };
  const table = { 'a.b': 'x', 'a.n': '5', 'a.f': 'false', 'a.z': '0', 'a.list.0': 'y' };
  for (const [path, value] of Object.entries(table)) t.equal(find({ path }, root), value, path);
  for (const path of ['a', 'a.e', 'a.nil', 'a.list', 'a.o', 'a.missing', 'a.b.c', 'long', 'constructor', 'a.toString'])
    t.equal(find({ path }, root), undefined, path);
  for (const nothing of [undefined, null, 5, 'text', []]) t.equal(find({ path: 'a' }, nothing), undefined);
});

t.test('prefixes and suffixes are taken off, and demanded', async (t) => {
  const both = { path: 'v', prefix: 'https://', suffix: '.acme.example' };
  t.equal(find(both, { v: 'https://shop.acme.example' }), 'shop');
  for (const v of ['shop', 'https://shop', 'shop.acme.example', 'https://.acme.example', 'HTTPS://shop.acme.example'])
    t.equal(find(both, { v }), undefined, v);
  t.equal(find({ path: 'v', prefix: 'ab', suffix: 'bc' }, { v: 'abc' }), undefined, 'they do not overlap');
  fc.assert(
    fc.property(anyText(10), anyText(10), anyText(10), (prefix, value, suffix) => {
      const capture = { name: 'x', path: 'v', prefix, suffix };
      const expected = value === '' ? undefined : value;
      if (captured(capture, { v: `${prefix}${value}${suffix}` }, () => undefined) !== expected)
        throw new Error('another');
    }),
    { numRuns: 500 },
  );
});

t.test('of a list the item is chosen that fits, else the first', async (t) => {
  const list = [
    { id: 1, url: 'https://other.example', name: { text: 'first' } },
    { id: '2', url: 'https://acme.example', name: { text: 'second' } },
    null,
    { id: 3, url: { deep: 'x' } },
  ];
  const by = (equals: string, where = 'url', value = 'id') => ({ path: 'sites', choose: { where, equals, value } });
  t.equal(find(by('{site}'), { sites: list }), '2', 'an input was frozen into it');
  t.equal(find(by('{context.other}'), { sites: list }, { 'context.other': 'https://acme.example' }), '2');
  t.equal(find(by('3', 'id', 'id'), { sites: list }), '3', 'numbers are compared as texts');
  t.equal(find(by('{site}', 'url', 'name.text'), { sites: list }), 'second');
  t.equal(find(by('https://none.example'), { sites: list }), '1', 'else the first');
  t.equal(find(by('{context.other}'), { sites: list }), '1', 'so it is where nothing is known to compare with');
  t.equal(find({ path: 'sites', choose: { value: 'id' } }, { sites: list }), '1');
  t.equal(find(by('{site}'), { sites: [] }), undefined);
  t.equal(find(by('{site}'), { sites: { id: 7 } }), '7', 'what is no list is the item itself');
  const hostile = JSON.parse('[{"url": {"toString": 1}, "id": 1}, {"url": [[]], "id": 2}]');
  t.equal(find(by('{site}'), { sites: hostile }), '1', 'what cannot be compared does not fit');
});

t.test('a value that would choose a host is captured only on declared hosts', async (t) => {
  const hosts = ['*.acme.example', 'one.example'];
  const on = (v: string) => captured({ name: 'found', path: 'v', hosts }, { v }, () => undefined);
  for (const v of [
    'eu.acme.example',
    'https://eu.acme.example',
    'one.example',
    'https://one.example/',
    'eu.acme.example:8443',
  ])
    t.equal(on(v), v);
  const astray = [
    ...['evil.example', 'acme.example', 'eu.acme.example.evil', 'xone.example', 'https://evil.example/.acme.example'],
    ...['evil.example#.acme.example', 'evil.example?.acme.example', 'evil.example\\.acme.example'],
    ...['javascript://one.example', 'eu', '', ' ', 'one.example@evil.example', 'https:evil.example', '127.0.0.1'],
  ];
  for (const v of astray) t.equal(on(v), undefined, v);
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.domain(), anyText()), (v) => {
      for (const text of [v, `${v}.acme.example`, `https://${v}/.acme.example`, `${v}@one.example`]) {
        const value = on(text);
        if (value === undefined) continue;
        const { hostname } = new URL(/^https?:/i.test(value) ? value : `https://${value}`);
        if (hostname !== 'one.example' && !hostname.endsWith('.acme.example')) throw new Error(`${value}: ${hostname}`);
      }
    }),
    { numRuns: 500 },
  );
});

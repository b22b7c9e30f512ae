import fc from 'fast-check';
import t from 'tap';
import { formatId, type IdKind, idPrefixes, parseId } from '../src/wire-id.js';

const kinds = Object.keys(idPrefixes) as IdKind[];

t.test('an id goes out and comes back', async (t) => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(...kinds), (id, kind) => {
      const text = formatId(kind, id);
      if (parseId(kind, text) !== id) throw new Error(text);
      for (const other of kinds)
        if (other !== kind && parseId(other, text) !== undefined) throw new Error(`${text} is no ${other}`);
    }),
  );
  t.equal(new Set(Object.values(idPrefixes)).size, kinds.length, 'no prefix stands for two kinds');
});

t.test('what is not an id is none', async (t) => {
  const good = formatId('connection', '01900000-0000-7000-8000-00000000000a');
  for (const text of [
    '',
    'conn_',
    good.toUpperCase(),
    `${good}0`,
    good.slice(0, -1),
    ` ${good}`,
    `${good}\n`,
    good.slice(5),
    'conn_01900000-0000-7000-8000-00000000000a',
    'conn_0190000000007000800000000000000g',
  ])
    t.equal(parseId('connection', text), undefined, JSON.stringify(text));
});

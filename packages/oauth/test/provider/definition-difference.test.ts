import fc from 'fast-check';
import t from 'tap';
import { definitionDifference } from '../../src/provider/definition-difference.js';

t.test('members that were changed, added and taken away', async (t) => {
  const before = {
    name: 'Books',
    token: { url: 'https://a.example/t', clientAuthentication: 'client_secret_basic' },
    scopes: [{ scope: 'read' }, { scope: 'write' }],
    exposeMembers: ['a', 'b'],
  };
  const after = {
    token: { url: 'https://b.example/t', clientAuthentication: 'client_secret_basic' },
    name: 'Books',
    revoke: { url: 'https://b.example/r' },
    scopes: [{ scope: 'read', label: 'Read' }],
    exposeMembers: ['a', 'c'],
  };
  t.same(definitionDifference(before, after), [
    { field: 'exposeMembers', before: ['a', 'b'], after: ['a', 'c'] },
    { field: 'revoke', after: { url: 'https://b.example/r' } },
    { field: 'scopes.0.label', after: 'Read' },
    { field: 'scopes.1', before: { scope: 'write' } },
    { field: 'token.url', before: 'https://a.example/t', after: 'https://b.example/t' },
  ]);
});

t.test('nothing differs from itself, whatever the order of its members', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      if (definitionDifference(one, structuredClone(one)).length > 0) return false;
      if (one && typeof one === 'object' && !Array.isArray(one)) {
        const turned = Object.fromEntries(Object.entries(one).reverse());
        if (definitionDifference(one, turned).length > 0) return false;
      }
      const found = definitionDifference({ value: one, kind: 'a' }, { value: other, kind: 'b' });
      return found.some(({ field }) => field === 'kind');
    }),
  );
  t.pass('for any JSON');
});

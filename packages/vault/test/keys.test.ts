import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import t from 'tap';
import { addToKeyFile, openEnvironmentKeys, openKeyFile, VaultError } from '../src/index.js';

const key = () => randomBytes(32).toString('base64url');

t.test('the environment: the first key is current, the others are found', async (t) => {
  const ring = openEnvironmentKeys({ LATCHKEY_KEY: `new:${key()}, old:${key()}` });
  t.equal(ring.current.id, 'new');
  t.equal(ring.find('old')?.id, 'old');
  t.equal(ring.find('other'), undefined);
  t.same(ring.ids, ['new', 'old']);
});

t.test('the environment: what is wrong is said, and never quoted', async (t) => {
  const marked = 'Marked-Key-Material';
  for (const [text, message] of [
    [undefined, /LATCHKEY_KEY is not set/],
    ['  ', /LATCHKEY_KEY is not set/],
    [`${marked}${key()}`, /has no key id/],
    [`k 1:${key()}`, /has no key id/],
    [`k1:${marked}`, /not 32 bytes in base64url/],
    [`k1:${key()}${marked}`, /not 32 bytes in base64url/],
    [`k1:${'*'.repeat(43)}`, /not 32 bytes in base64url/],
    [`k1:${key()},k2:${key()},k1:${key()}`, /entry 3 of LATCHKEY_KEY has the id of entry 1/],
    [`k1:${marked.padEnd(43, 'x')},k2:${marked.padEnd(43, 'x')}`, /entry 2 of LATCHKEY_KEY has the key of entry 1/],
  ] as const) {
    try {
      openEnvironmentKeys({ LATCHKEY_KEY: text });
      t.fail(`accepted ${text}`);
    } catch (error) {
      t.ok(error instanceof VaultError);
      t.match(String(error), message);
      t.notMatch(String(error), marked);
    }
  }
});

t.test('a key file is made only when told to, once, for its owner only', async (t) => {
  const path = `${t.testdir()}/keys/latchkey.key`;
  await t.rejects(openKeyFile(path, { create: 'never' }), /does not exist/);
  const rings = await Promise.all(Array.from({ length: 8 }, () => openKeyFile(path, { create: 'if_missing' })));
  t.equal(new Set(rings.map((ring) => ring.current.id)).size, 1, 'all read the same key');
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.strictSame(readdirSync(dirname(path)), ['latchkey.key'], 'no draft is left');
  const text = readFileSync(path, 'utf8');
  const again = await openKeyFile(path, { create: 'never' });
  t.equal(again.current.id, rings[0]?.current.id);
  t.equal(readFileSync(path, 'utf8'), text, 'an existing file is never written');
});

t.test('a key is added to a file: it can be found, and the one before it stays current', async (t) => {
  const path = `${t.testdir()}/latchkey.key`;
  await t.rejects(addToKeyFile(path), /does not exist/);
  const { current } = await openKeyFile(path, { create: 'if_missing' });
  chmodSync(path, 0o640);
  const added = await addToKeyFile(path);
  const ring = await openKeyFile(path, { create: 'never' });
  t.same(ring.ids, [current.id, added]);
  t.equal(statSync(path).mode & 0o777, 0o640, 'who could read it still can');
  t.strictSame(readdirSync(dirname(path)), ['latchkey.key'], 'no draft is left');
});

t.test('a key file that others may read, that is no file, or that holds no key', async (t) => {
  const path = `${t.testdir({ folder: {} })}/latchkey.key`;
  await openKeyFile(path, { create: 'if_missing' });
  for (const mode of [0o604, 0o602, 0o620]) {
    chmodSync(path, mode);
    await t.rejects(openKeyFile(path, { create: 'if_missing' }), /open to others/, mode.toString(8));
  }
  chmodSync(path, 0o440);
  await t.resolves(openKeyFile(path, { create: 'if_missing' }), 'a group may read (a mounted secret)');
  chmodSync(path, 0o600);
  writeFileSync(path, '\n');
  await t.rejects(openKeyFile(path, { create: 'if_missing' }), /holds no key/);
  await t.rejects(openKeyFile(path.replace('latchkey.key', 'folder'), { create: 'if_missing' }), /not a file/);
});

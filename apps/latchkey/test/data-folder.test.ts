import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { openDataFolder } from '../src/data-folder.js';

const isRoot = process.getuid?.() === 0;
const modeOf = (file: string) => statSync(file).mode & 0o777;

function checkoutFor(t: Test, mode = 0o755) {
  const parent = mkdtempSync(path.join(tmpdir(), 'latchkey-data-folder-'));
  chmodSync(parent, mode);
  const checkout = path.join(parent, 'checkout');
  const outside = mkdtempSync(path.join(tmpdir(), 'latchkey-outside-'));
  chmodSync(outside, 0o755);
  mkdirSync(checkout);
  t.teardown(() => [parent, outside].forEach((folder) => void rmSync(folder, { recursive: true, force: true })));
  return { parent, checkout, outside };
}

/** Opens it and makes what Postgres would. */
function openAndFill(checkout: string, outside: string) {
  const folder = openDataFolder(checkout, outside);
  mkdirSync(path.join(folder.postgres, 'data'), { recursive: true });
  return folder;
}

t.test('it is new until the cluster was made, and always the same', async (t) => {
  const { checkout, outside } = checkoutFor(t);
  const unfilled = openDataFolder(checkout, outside);
  t.same(openDataFolder(checkout, outside), unfilled, 'a start that was cut off');
  const first = openAndFill(checkout, outside);
  t.same(first, unfilled);
  t.equal(first.isNew, true);
  t.equal(first.path, path.join(checkout, '.latchkey'));
  t.equal(path.dirname(first.postgres), first.path);
  t.same(openDataFolder(checkout, outside), { ...first, isNew: false });
});

t.test('only its owner can read it', async (t) => {
  const { checkout, outside } = checkoutFor(t);
  const { path: folder, postgres } = openDataFolder(checkout, outside);
  t.equal(modeOf(folder), isRoot ? 0o711 : 0o700);
  t.equal(modeOf(postgres), 0o700);
  for (const place of [folder, postgres]) t.equal(modeOf(path.join(place, 'data-folder.json')), 0o600);
});

t.test('another clone has another database', async (t) => {
  const one = checkoutFor(t);
  const other = checkoutFor(t);
  t.not(openDataFolder(one.checkout, one.outside).postgres, openDataFolder(other.checkout, one.outside).postgres);
});

t.test('a copied checkout gets a database of its own, a moved one keeps its own', async (t) => {
  const { parent, checkout, outside } = checkoutFor(t);
  const first = openAndFill(checkout, outside);
  const copy = path.join(parent, 'copy');
  cpSync(checkout, copy, { recursive: true });
  const copied = openDataFolder(copy, outside);
  t.equal(copied.isNew, true);
  t.not(path.basename(copied.postgres), path.basename(first.postgres));
  t.equal(openDataFolder(checkout, outside).isNew, false, 'the original is untouched');

  const moved = path.join(parent, 'moved');
  renameSync(checkout, moved);
  t.same(openDataFolder(moved, outside), {
    path: path.join(moved, '.latchkey'),
    postgres: path.join(moved, '.latchkey', path.basename(first.postgres)),
    isNew: false,
  });
});

t.test('a database that says something else is not used', async (t) => {
  const { checkout, outside } = checkoutFor(t);
  const first = openAndFill(checkout, outside);
  const marker = path.join(first.postgres, 'data-folder.json');
  const other = { ...JSON.parse(readFileSync(marker, 'utf8')), id: 'f'.repeat(32) };
  for (const content of [JSON.stringify(other), '{"id":', JSON.stringify({ id: '../../etc', checkout })]) {
    const { postgres } = openAndFill(checkout, outside);
    writeFileSync(path.join(postgres, 'data-folder.json'), content);
    const next = openDataFolder(checkout, outside);
    t.equal(next.isNew, true, content);
    t.not(next.postgres, postgres);
  }
});

t.test('a lost marker, or a lost database, begins anew', async (t) => {
  const { checkout, outside } = checkoutFor(t);
  const first = openAndFill(checkout, outside);
  rmSync(path.join(first.path, 'data-folder.json'));
  const second = openAndFill(checkout, outside);
  t.equal(second.isNew, true);
  rmSync(second.postgres, { recursive: true });
  t.equal(openDataFolder(checkout, outside).isNew, true);
});

t.test(
  'below a folder that nobody may enter, root keeps the database outside',
  { skip: !isRoot && 'needs root' },
  async (t) => {
    const { checkout, outside } = checkoutFor(t, 0o700);
    const first = openAndFill(checkout, outside);
    t.equal(path.dirname(first.postgres), outside);
    t.same(openDataFolder(checkout, outside), { ...first, isNew: false });

    // Somebody else's folder of that name, as on a machine with other users, is not taken for ours.
    rmSync(path.join(first.postgres, 'data-folder.json'));
    t.equal(openDataFolder(checkout, outside).isNew, true);
  },
);

t.test(
  'another user’s data folder is refused with what to do',
  { skip: isRoot && 'root may read everything' },
  async (t) => {
    const { checkout, outside } = checkoutFor(t);
    chmodSync(checkout, 0o555);
    t.throws(() => openDataFolder(checkout, outside), /made by another one/);
  },
);

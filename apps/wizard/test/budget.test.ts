import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { assets, assetsDirectory } from '../src/index.js';

const built = (name: string) => readFileSync(join(assetsDirectory, name));
const gzipped = (name: string) => gzipSync(built(name), { level: 9 }).length;

t.test('the built files keep to their budgets', async (t) => {
  t.ok(gzipped('wizard.js') <= 30 * 1024, `wizard.js: ${gzipped('wizard.js')} bytes gzipped, 30 KB allowed`);
  t.ok(gzipped('latchkey.css') <= 6 * 1024, `latchkey.css: ${gzipped('latchkey.css')} bytes gzipped, 6 KB allowed`);
  t.ok(gzipped('result.js') <= 1024, `result.js: ${gzipped('result.js')} bytes gzipped, 1 KB allowed`);
});

t.test('the names carry the hash of what was built', async (t) => {
  for (const name of Object.values(assets)) t.match(name, /^(wizard\.js|latchkey\.css|result\.js)\?v=[\w-]{12}$/);
});

t.test('nothing built asks another origin for anything, nor evaluates text', async (t) => {
  for (const name of ['wizard.js', 'result.js', 'latchkey.css']) {
    const text = built(name).toString();
    t.notMatch(text, /\beval\(|new Function\(|@import|url\(/, name);
    // The one address in there is the SVG name space of Lit; nothing fetches it.
    t.same(
      [...text.matchAll(/https?:\/\/[\w.]+/g)].map(String).filter((url) => !url.includes('w3.org')),
      [],
      name,
    );
  }
});

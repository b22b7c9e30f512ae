import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';

const infra = path.resolve(import.meta.dirname, '..');

/** What a module and those that it imports at its top ask for that is neither Node's nor a file beside them. */
function packagesOf(file: string, seen: Set<string>): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imported = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s(?:[\w*{},\s]*?\sfrom\s)?'([^']+)'/gm)];
  return imported.flatMap(([, name = '']) => {
    if (name.startsWith('node:')) return [];
    return name.startsWith('.') ? packagesOf(path.resolve(path.dirname(file), name), seen) : [`${file}: ${name}`];
  });
}

t.test('every npm script can be a checkout’s first: what installs the packages imports none', async (t) => {
  const run = readFileSync(path.join(infra, 'run.mjs'), 'utf8');
  const tasks = [...run.matchAll(/import\('(\.[^']+)'\)/g)].map(([, name = '']) => path.resolve(infra, name));
  t.ok(tasks.length > 5 && tasks.every((file) => existsSync(file)));
  const seen = new Set<string>();
  t.same(
    tasks.flatMap((file) => packagesOf(file, seen)),
    [],
  );
  t.ok([...seen].some((file) => file.endsWith('install.mjs')));
  // The check itself finds one that does.
  const others = readdirSync(infra).filter((name) => name.endsWith('.mjs') && !seen.has(path.join(infra, name)));
  t.match(
    others.flatMap((name) => packagesOf(path.join(infra, name), new Set())),
    [/: esbuild$/],
  );
});

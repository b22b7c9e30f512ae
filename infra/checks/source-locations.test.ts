import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import t from 'tap';
import { createSourceLocations } from '../source-locations.mjs';

/** A bundle in a folder of its own, of a source that throws in its fourth line. */
async function failing(t: { testdir(): string }) {
  const folder = path.join(t.testdir(), 'bundles');
  const source = path.join(t.testdir(), 'failing.ts');
  writeFileSync(
    source,
    'interface Gone {\n  readonly a: string;\n}\nthrow new Error(String(({ a: "b" } as Gone).a));\n',
  );
  const outfile = path.join(folder, 'sub', 'failing.mjs');
  await build({ entryPoints: [source], outfile, bundle: true, format: 'esm', sourcemap: true, sourcesContent: false });
  return { folder, outfile, source: path.relative('', source) };
}

t.test('places in a bundle become places in its source, in stacks and in diagnostics', async (t) => {
  const { folder, outfile, source } = await failing(t);
  const toSources = createSourceLocations(folder);
  const { stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
  t.match(stderr, `${outfile}:2`);
  const mapped = toSources(stderr.split('\n'));
  const place = mapped.find((text: string) => text.trimStart().startsWith('at ')) ?? '';
  t.ok(place.endsWith(`${source}:4:7`), place);
  const [, line, column] =
    /failing\.mjs:(\d+):(\d+)/.exec(stderr.split('\n').find((text) => /^\s+at /.test(text)) ?? '') ?? [];
  const diagnostics = [
    '  at:',
    `    fileName: ${path.relative('', outfile)}`,
    `    lineNumber: ${line}`,
    `    columnNumber: ${column}`,
  ];
  t.same(toSources(diagnostics), ['  at:', `    fileName: ${source}`, '    lineNumber: 4', '    columnNumber: 7']);
});

t.test('what is in no bundle, and what has no map, stays as it is', async (t) => {
  const { folder } = await failing(t);
  const lines = [
    'not ok 1 - 12:30:01 is a time',
    '    at file:///elsewhere/x.mjs:1:2',
    `    at ${folder}/unknown.mjs:1:2`,
    `    fileName: ${folder}/unknown.mjs`,
  ];
  t.same(createSourceLocations(folder)(lines), lines);
});

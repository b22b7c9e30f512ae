import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';

/**
 * Reads the source maps of the bundles in `folder` only when something went wrong: a process that is started with
 * `--enable-source-maps` decodes the whole map of its bundle for the first test that it begins.
 *
 * Returns a function that takes lines, and puts the places in sources where they name places in bundles: in stacks, and in
 * the `at` of TAP's diagnostics. Paths are relative to the working folder. What it cannot find stays as it is.
 */
export function createSourceLocations(folder) {
  const inBundle = `(?:file://)?[^\\s()'"]*${path.basename(folder)}/([^\\s():'"]+\\.mjs)`;
  const place = new RegExp(`${inBundle}:(\\d+):(\\d+)`, 'g');
  const fileName = new RegExp(`^(\\s*fileName: )['"]?${inBundle}['"]?$`);
  const maps = new Map();

  const mapOf = (bundle) => {
    if (!maps.has(bundle)) maps.set(bundle, readMap(path.join(folder, `${bundle}.map`)));
    return maps.get(bundle);
  };
  /** Lines and columns as stacks count them, from one. */
  const sourceOf = (bundle, line, column) => {
    const { originalSource, originalLine, originalColumn } = mapOf(bundle)?.findEntry(line - 1, column - 1) ?? {};
    if (originalSource === undefined) return undefined;
    const file = path.resolve(folder, path.dirname(bundle), originalSource);
    return { file: path.relative('', file), line: originalLine + 1, column: originalColumn + 1 };
  };

  const inStack = (line) =>
    line.replace(place, (all, bundle, bundleLine, bundleColumn) => {
      const source = sourceOf(bundle, Number(bundleLine), Number(bundleColumn));
      return source ? `${source.file}:${source.line}:${source.column}` : all;
    });

  /** Changes the numbers, too, which follow the file's name each in a line of its own. */
  const inDiagnostics = (lines, at) => {
    const [, label, bundle] = fileName.exec(lines[at]);
    const indent = label.length - label.trimStart().length;
    const numberAt = (name) => {
      const found = lines.findIndex((line, index) => index > at && line.trimStart().startsWith(`${name}: `));
      return found > at && found <= at + 3 ? found : undefined;
    };
    const [lineAt, columnAt] = [numberAt('lineNumber'), numberAt('columnNumber')];
    if (lineAt === undefined || columnAt === undefined) return;
    const numberIn = (index) => Number(lines[index].split(': ')[1]);
    const source = sourceOf(bundle, numberIn(lineAt), numberIn(columnAt));
    if (!source) return;
    const spaces = ' '.repeat(indent);
    lines[at] = `${label}${source.file}`;
    lines[lineAt] = `${spaces}lineNumber: ${source.line}`;
    lines[columnAt] = `${spaces}columnNumber: ${source.column}`;
  };

  return (lines) => {
    const mapped = lines.map(inStack);
    for (const [index, line] of mapped.entries()) if (fileName.test(line)) inDiagnostics(mapped, index);
    return mapped;
  };
}

function readMap(file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

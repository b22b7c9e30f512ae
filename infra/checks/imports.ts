import path from 'node:path';
import ts from 'typescript6';
import { codeFiles, type SourceTree } from './source-tree.js';

/** What a file imports, as written: static, type-only, re-exported and dynamic imports of a literal. */
export function importsOf(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** Those that are still there at run time: all but `import type` and `export type`. */
export function runtimeImportsOf(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    const specifier = runtimeSpecifier(node);
    if (specifier && ts.isStringLiteral(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function runtimeSpecifier(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ? undefined : node.moduleSpecifier;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? undefined : node.moduleSpecifier;
  const isDynamicImport = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamicImport ? node.arguments[0] : undefined;
}

/** The file that a relative import means: `./x.js` is `./x.ts` in the source. `undefined` when there is none. */
export function resolveRelative(tree: SourceTree, from: string, specifier: string): string | undefined {
  const target = path.posix.join(path.posix.dirname(from), specifier);
  const bare = target.replace(/\.m?js$/, '');
  return [target, `${bare}.ts`, `${bare}.tsx`, `${bare}.mts`].find((file) => tree.has(file));
}

/**
 * Files that import each other in a circle at run time, one line per circle. Types may: the ports name the records, and
 * the records' functions take ports.
 */
export function importCycles(tree: SourceTree): string[] {
  const graph = new Map(
    codeFiles(tree).map(([file, text]) => [
      file,
      runtimeImportsOf(text)
        .filter((specifier) => specifier.startsWith('.'))
        .flatMap((specifier) => resolveRelative(tree, file, specifier) ?? []),
    ]),
  );
  const cycles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, trail: readonly string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push(`${[...trail.slice(trail.indexOf(file)), file].join(' → ')}: imports in a circle`);
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

import ts from 'typescript6';
import { waysOut } from './outbound-ways.js';
import { codeFiles, type SourceTree } from './source-tree.js';

/** Where requests may be made: the egress guard itself, and code that runs in a browser or at a vendor's. */
const MAY_REQUEST = /^(packages\/http|packages\/sdk|apps\/wizard|apps\/sandbox)\//;
const OURS = /^(apps|packages)\/[^/]+\/src\//;
/** Objects that hold every global name; any other use than `globalThis.name` could hide which. */
const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'window', 'self']);
/** What makes a request, or runs code that no check can read. */
const GLOBAL_WAYS = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'eval', 'Function', 'require']);
/** `process.getBuiltinModule('http')`, `navigator.sendBeacon(…)`. */
const MEMBER_WAYS: Readonly<Record<string, ReadonlySet<string>>> = {
  process: new Set(['getBuiltinModule', 'binding', '_linkedBinding', 'dlopen']),
  navigator: new Set(['sendBeacon']),
};

/**
 * The only outbound requests are made in `packages/http`, behind the egress guard: nothing else in the product's source
 * uses what connects, neither by a global name nor by a module, and one place alone opens the guarded client.
 */
export function outboundRequests(tree: SourceTree): string[] {
  return codeFiles(tree, OURS)
    .filter(([file]) => !MAY_REQUEST.test(file))
    .flatMap(([file, text]) => requestsIn(tree, file, text));
}

function requestsIn(tree: SourceTree, file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const report = (node: ts.Node, what: string | undefined) => {
    if (what === undefined) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1}: ${what}; outbound requests go through packages/http`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node)) report(node, globalWay(node));
    if (ts.isPropertyAccessExpression(node)) report(node, memberWay(node));
    for (const { specifier, names } of modulesOf(node)) report(node, waysOut(tree, file, specifier, names));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Use of a global that requests, or of a global object in a way that could hide one. */
function globalWay(node: ts.Identifier): string | undefined {
  if (!isValue(node)) return undefined;
  const { parent, text } = node;
  if (GLOBAL_WAYS.has(text)) return `uses ${text}`;
  if (!GLOBAL_OBJECTS.has(text)) return undefined;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return `uses ${text} as a value`;
  return GLOBAL_WAYS.has(parent.name.text) ? `uses ${parent.name.text}` : undefined;
}

function memberWay({ expression, name }: ts.PropertyAccessExpression): string | undefined {
  const object = ts.isIdentifier(expression) ? expression.text : undefined;
  return object !== undefined && MEMBER_WAYS[object]?.has(name.text) ? `uses ${object}.${name.text}` : undefined;
}

/** A name as a value of the scope: not a member, key, parameter, import or type of that name. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent))
    return parent.initializer === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return !(
    ts.isTypeNode(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isTypeElement(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isInterfaceDeclaration(parent) ||
    ts.isTypeAliasDeclaration(parent)
  );
}

interface NamedModule {
  /** `undefined`: it is not written as a text, so nobody can say which one. */
  readonly specifier: string | undefined;
  /** What is taken of it; `all` when it is taken as a whole. */
  readonly names: readonly string[] | 'all';
}

/** The modules that a node brings in at run time: by import, re-export, dynamic import, or `require`. */
function modulesOf(node: ts.Node): readonly NamedModule[] {
  if (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly)
    return [{ specifier: textOf(node.moduleSpecifier), names: importedNames(node) }];
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && !node.isTypeOnly)
    return [{ specifier: textOf(node.moduleSpecifier), names: exportedNames(node) }];
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
    return [{ specifier: textOf(node.moduleReference.expression), names: 'all' }];
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return [{ specifier: textOf(node.arguments[0]), names: 'all' }];
  return [];
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function importedNames({ importClause }: ts.ImportDeclaration): readonly string[] | 'all' {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || importClause.name) return 'all';
  return bindings.elements.filter((it) => !it.isTypeOnly).map((it) => (it.propertyName ?? it.name).text);
}

function exportedNames({ exportClause }: ts.ExportDeclaration): readonly string[] | 'all' {
  if (!exportClause || !ts.isNamedExports(exportClause)) return 'all';
  return exportClause.elements.filter((it) => !it.isTypeOnly).map((it) => (it.propertyName ?? it.name).text);
}

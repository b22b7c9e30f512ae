import ts from 'typescript6';
import { codeFiles, type SourceTree } from './source-tree.js';

/** Where requests may be made: the egress guard itself, and code that runs in a browser or at a vendor's. */
const MAY_REQUEST = /^(packages\/http|packages\/sdk|apps\/wizard|apps\/sandbox)\//;
const OURS = /^(apps|packages)\/[^/]+\/src\//;
const REQUEST_LIBRARIES = /^(undici|axios|got|ky|needle|node-fetch|cross-fetch|superagent)(\/|$)/;
/** Modules that both listen and connect, and what of them may be imported by name: what does not connect. */
const SOCKET_MODULES = /^(node:)?(http|https|http2|net|tls)$/;
const HARMLESS = new Set([
  'createServer',
  'createSecureServer',
  'Server',
  'STATUS_CODES',
  'isIP',
  'isIPv4',
  'isIPv6',
  'BlockList',
]);

/** The only outbound requests are made in `packages/http`, behind the egress guard. */
export function outboundRequests(tree: SourceTree): string[] {
  return codeFiles(tree, OURS)
    .filter(([file]) => !MAY_REQUEST.test(file))
    .flatMap(([file, text]) => requestsIn(file, text));
}

function requestsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const report = (node: ts.Node, what: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file}:${line + 1}: ${what}; outbound requests go through packages/http`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && node.text === 'fetch' && isGlobalValue(node)) report(node, 'uses fetch');
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const what = reachableBy(node, node.moduleSpecifier.text);
      if (what) report(node, `imports ${what}`);
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier && ts.isStringLiteral(specifier) && isRequesting(specifier.text))
        report(node, `imports ${specifier.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isRequesting = (module: string) => REQUEST_LIBRARIES.test(module) || SOCKET_MODULES.test(module);

/** What of an imported module can open a connection, or `undefined`. */
function reachableBy({ importClause }: ts.ImportDeclaration, module: string): string | undefined {
  if (!isRequesting(module) || importClause?.isTypeOnly) return undefined;
  if (REQUEST_LIBRARIES.test(module)) return module;
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || importClause.name) return `all of ${module}`;
  const names = bindings.elements.filter((it) => !it.isTypeOnly).map((it) => (it.propertyName ?? it.name).text);
  const harmful = names.filter((name) => !HARMLESS.has(name));
  return harmful.length > 0 ? `${harmful.join(', ')} of ${module}` : undefined;
}

/** `fetch` or `globalThis.fetch` as a value, not a member, key or type of that name. */
function isGlobalValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return (
      ts.isIdentifier(parent.expression) && ['globalThis', 'global', 'window', 'self'].includes(parent.expression.text)
    );
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent))
    return parent.name !== node;
  return !ts.isMethodDeclaration(parent) && !ts.isTypeQueryNode(parent) && !ts.isBindingElement(parent);
}

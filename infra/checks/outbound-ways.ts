import { builtinModules } from 'node:module';
import { resolveRelative } from './imports.js';
import type { SourceTree } from './source-tree.js';

/** Node's modules that can connect, look a name up, or run code elsewhere. All others of Node's are harmless. */
const WAYS_OUT_OF_NODE =
  /^(http|https|http2|net|tls|dgram|dns|dns\/promises|child_process|cluster|worker_threads|vm|module|inspector|inspector\/promises|repl|wasi|quic)$/;
/** What of them may be imported by name all the same, since it does not connect. */
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

/** Packages that connect, and the only places that may use each: none of them carries what a tenant chose as an address. */
const MAY_CONNECT: readonly (readonly [name: RegExp, where: RegExp, why: string])[] = [
  [/^pg$|^@prisma\//, /^(packages\/(db|queue)|apps\/latchkey)\/src\//, 'the database'],
  [/^(bullmq|ioredis)$/, /^packages\/queue\/src\//, 'the queue'],
  [/^@opentelemetry\//, /^packages\/process\/src\/tracing\//, "the operator's own collector"],
  [/^@aws-sdk\/client-kms$/, /^packages\/(vault|compose)\/src\//, "the operator's key management service"],
  [/^@latchkey\/http$/, /^packages\/compose\/src\/(compose-ports|open-door)\.ts$/, 'what is opened once for all'],
  [/^node:child_process$/, /^apps\/latchkey\/src\/postgres-(binaries|server)\.ts$/, 'the embedded database'],
  [/^node:module$/, /^apps\/latchkey\/src\/postgres-binaries\.ts$/, 'the embedded database'],
];

/** Packages that were looked at and do not connect by themselves. */
const QUIET =
  /^(@fastify\/(cookie|fast-json-stringify-compiler|formbody|static|swagger|swagger-ui|type-provider-typebox)|ajv|fastify|fastify-plugin|ipaddr\.js|lit|oidc-provider|pino|prom-client|tldts-icann|typebox|uuid)(\/|$)/;

/** A module whose name is put together at run time, in the one place that may: it names the embedded database's package. */
const UNNAMED_MODULES = /^apps\/latchkey\/src\/postgres-binaries\.ts$/;

/**
 * Why this file may not take these names (`all` for everything) from a module, or `undefined` when it may. A package that
 * nobody has looked at is refused too.
 */
export function waysOut(
  tree: SourceTree,
  file: string,
  specifier: string | undefined,
  names: readonly string[] | 'all',
): string | undefined {
  if (specifier === undefined)
    return UNNAMED_MODULES.test(file) ? undefined : 'imports a module that is not named by a text';
  if (specifier.startsWith('.')) return wayAround(tree, file, specifier);
  const module = isOfNode(specifier) ? `node:${specifier.replace(/^node:/, '')}` : specifier;
  const known = MAY_CONNECT.find(([name]) => name.test(module));
  if (known) return known[1].test(file) ? undefined : `imports ${module}, which is for ${known[2]} alone`;
  if (module.startsWith('node:')) return wayOutOfNode(module, names);
  if (module.startsWith('@latchkey/') || QUIET.test(module)) return undefined;
  return `imports ${module}, of which infra/checks/outbound-ways.ts does not know whether it connects`;
}

/** A file of the same workspace beside its source is read by no check. */
function wayAround(tree: SourceTree, file: string, specifier: string): string | undefined {
  const target = resolveRelative(tree, file, specifier);
  return target !== undefined && !target.includes('/src/') ? `imports ${target}, which is outside of src` : undefined;
}

function wayOutOfNode(module: string, names: readonly string[] | 'all'): string | undefined {
  if (!WAYS_OUT_OF_NODE.test(module.slice('node:'.length))) return undefined;
  if (names === 'all') return `imports all of ${module}`;
  const harmful = names.filter((name) => !HARMLESS.has(name));
  return harmful.length > 0 ? `imports ${harmful.join(', ')} of ${module}` : undefined;
}

function isOfNode(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

import ts from 'typescript6';
import type { SourceTree } from './source-tree.js';

const CONFIG = 'packages/oauth/tsconfig.json';

/** The engine's tsconfig lets no platform in: no ambient types, and a `lib` of the language alone. */
export function engineTypes(tree: SourceTree): string[] {
  const { config = {} } = ts.parseConfigFileTextToJson(CONFIG, tree.get(CONFIG) ?? '{}');
  const { types, lib } = config.compilerOptions ?? {};
  return [
    ...(Array.isArray(types) && types.length === 0 ? [] : [`${CONFIG}: compilerOptions.types must be []`]),
    ...(Array.isArray(lib) && lib.every((name) => /^es\d+/i.test(name))
      ? []
      : [`${CONFIG}: compilerOptions.lib must name the language's own library only, like ["es2023"]`]),
    ...[...tree]
      .filter(([file, text]) => file.startsWith('packages/oauth/src/') && /^\s*\/\/\/\s*<reference/m.test(text))
      .map(([file]) => `${file}: a reference directive would let platform types in`),
  ];
}

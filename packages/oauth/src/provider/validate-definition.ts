import type { Definition } from './definition.js';
import { definitionProblems } from './definition-problems.js';
import type { InputDefinition } from './input.js';
import { checkSchema, type FieldProblem } from './schema/check-schema.js';
import { definitionSchema } from './schema/definition-schema.js';

export type ValidatedDefinition =
  | { readonly kind: 'definition'; readonly definition: Definition }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** Prismatic's flat names, accepted and mapped. */
const aliases: Readonly<Record<string, string>> = {
  authorizeUrl: 'authorize',
  tokenUrl: 'token',
  refreshUrl: 'refresh',
  revokeUrl: 'revoke',
};

/**
 * Checks a definition given as JSON and says everything that is wrong with it, field by field: first its form, then,
 * once that is right, what its parts mean together. Unknown keys are errors. Total: never throws, whatever was given.
 * `declared` are inputs that a connection config adds to the definition's own.
 */
export function validateDefinition(json: unknown, declared: readonly InputDefinition[] = []): ValidatedDefinition {
  const nested = nest(json);
  if (nested.kind === 'invalid') return nested;
  const form = checkSchema(definitionSchema, nested.value);
  if (form.length > 0) return { kind: 'invalid', problems: form };
  const definition = nested.value as Definition;
  const problems = definitionProblems(withInputs(definition, declared));
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'definition', definition };
}

/** A definition with the inputs of a connection config, which win over its own of the same name. */
export function withInputs(definition: Definition, declared: readonly InputDefinition[]): Definition {
  const own = (definition.inputs ?? []).filter(({ name }) => !declared.some((input) => input.name === name));
  return declared.length === 0 ? definition : { ...definition, inputs: [...own, ...declared] };
}

type Nested =
  | { readonly kind: 'value'; readonly value: unknown }
  | (ValidatedDefinition & { readonly kind: 'invalid' });

/** Moves flat URLs, as Prismatic writes them, to where they belong; URLs are pasted, so their ends are trimmed. */
function nest(json: unknown): Nested {
  if (!isObject(json)) return { kind: 'value', value: json };
  // Never by assignment: that of `__proto__` would make inherited members, which no check sees.
  const value: Record<string, unknown> = Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => !Object.hasOwn(aliases, name))
      .map(([name, item]) => [name, trimmed(item)]),
  );
  for (const [name, group] of Object.entries(aliases)) {
    if (!Object.hasOwn(json, name)) continue;
    const inner = value[group];
    if (inner !== undefined && !isObject(inner)) continue;
    if (inner && Object.hasOwn(inner, 'url'))
      return { kind: 'invalid', problems: [{ field: name, messages: [`is given twice: also as ${group}.url`] }] };
    const url = json[name];
    value[group] = { ...inner, url: typeof url === 'string' ? url.trim() : url };
  }
  return { kind: 'value', value };
}

function trimmed(item: unknown): unknown {
  if (!isObject(item) || typeof item.url !== 'string') return item;
  return { ...item, url: item.url.trim() };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

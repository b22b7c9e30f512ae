import type { Definition } from './definition.js';
import { definitionProblems } from './definition-problems.js';
import { nestFlatNames } from './flat-names.js';
import type { InputDefinition } from './input.js';
import { checkSchema, type FieldProblem } from './schema/check-schema.js';
import { definitionSchema } from './schema/definition-schema.js';

export type ValidatedDefinition =
  | { readonly kind: 'definition'; readonly definition: Definition }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/**
 * Checks a definition given as JSON and says what is wrong with it, field by field: first its form, then,
 * once that is right, what its parts mean together. Unknown keys are errors. Total: never throws, whatever was given.
 * `declared` are inputs that a connection config adds to the definition's own.
 */
export function validateDefinition(json: unknown, declared: readonly InputDefinition[] = []): ValidatedDefinition {
  const nested = nestFlatNames(json);
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

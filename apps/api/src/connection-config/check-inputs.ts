import { checkInputs, type Definition, type InputDefinition, templatePlaceholders } from '@latchkey/oauth';
import type { FieldError } from '../errors.js';
import { definitionUrls } from './choose-definition.js';

/** Checks the inputs that a config defines against each other and against the definition's placeholders. */
export function checkInputDefinitions(
  inputs: readonly InputDefinition[],
  definition: Definition | undefined,
  errors: FieldError[],
): void {
  const refuse = (field: string, message: string) => errors.push({ field, messages: [message] });
  for (const [index, input] of inputs.entries()) {
    const field = `inputs.${index}`;
    if (inputs.findIndex(({ name }) => name === input.name) !== index)
      refuse(`${field}.name`, 'belongs to another input');
    if ((input.type === 'choice') !== (input.choices !== undefined))
      refuse(`${field}.choices`, 'must be given for the type choice, and for no other');
    if (input.type === 'secret' && input.default !== undefined)
      refuse(`${field}.default`, 'cannot be given for a secret: set it on the connection, where it is sealed');
    const pattern = input.pattern === undefined ? undefined : patternProblem(input.pattern);
    if (pattern) refuse(`${field}.pattern`, pattern);
    else if (input.default !== undefined) {
      const checked = checkInputs([input], { [input.name]: input.default }, [input.visibility]);
      if (checked.kind === 'refused') refuse(`${field}.default`, checked.problems[0]?.message ?? 'is not valid');
    }
  }
  if (!definition) return;
  const wanted = new Set(definitionUrls(definition).flatMap(([, url]) => templatePlaceholders(url)));
  for (const name of wanted) {
    const input = inputs.find((one) => one.name === name);
    if (!input) refuse('inputs', `must define "${name}", which a URL of the definition holds as a placeholder`);
    else if (input.type === 'secret') refuse('inputs', `must not make "${name}" a secret: it becomes part of a URL`);
  }
}

/**
 * A pattern is the vendor's and its text the customer's, and both run in our process: no repeated groups, back
 * references or look-arounds, so that matching cannot take exponential time.
 */
function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return 'must be a regular expression (JavaScript, flag u)';
  }
  if (/\)[*+{]|\(\?[=!<]|\\[1-9]|\\k/.test(pattern))
    return 'must not repeat a group, refer back or look around: write it without';
  return (pattern.match(/[*+]|\{\d+,/g)?.length ?? 0) > 3 ? 'must have at most three repetitions' : undefined;
}

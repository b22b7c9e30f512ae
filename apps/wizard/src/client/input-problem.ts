import type { WizardInput } from '@latchkey/sdk';
import type { Messages } from '@latchkey/sdk/messages';

/** What is wrong with the value that the person gave for an input, as a sentence; `undefined` when nothing is. */
export function inputProblem(input: WizardInput, value: string, { inputs }: Messages): string | undefined {
  if (value === '') {
    const kept = input.type === 'secret' && input.hasValue;
    return input.required && !kept ? inputs.missing(input.label) : undefined;
  }
  if (input.pattern === undefined || matches(input.pattern, value)) return undefined;
  return input.suffix?.startsWith('.') ? inputs.partBefore(input.suffix) : inputs.wrongForm(input.label);
}

/**
 * A saved secret is kept by leaving its field empty, but not when an input that says where it is sent is changed at the
 * same time: then a sentence asks for it. `typed` holds what stands in every field, by name.
 */
export function savedSecretProblem(
  input: WizardInput,
  others: readonly WizardInput[],
  typed: ReadonlyMap<string, string>,
  { inputs }: Messages,
): string | undefined {
  if (input.type !== 'secret' || !input.hasValue || typed.get(input.name) !== '') return undefined;
  const changed = others.find(
    ({ name, value = '' }) => input.typedAgainWith?.includes(name) && typed.get(name) !== value,
  );
  return changed && inputs.missingAgain(input.label, changed.label);
}

/** As the server reads it (`checkInputs`): the whole value, Unicode; a pattern that is no regular expression allows all. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return true;
  }
}

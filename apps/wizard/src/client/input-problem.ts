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

/** As the server reads it (`checkInputs`): the whole value, Unicode; a pattern that is no regular expression allows all. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return true;
  }
}

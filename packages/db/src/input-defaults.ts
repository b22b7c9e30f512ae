import { type InputDefinition, inputDefault } from '@latchkey/oauth';

/** What the inputs are in an environment where nobody gave a value, by name. */
export function inputDefaults(inputs: readonly InputDefinition[], environment: string): Record<string, string> {
  const defaults: Record<string, string> = {};
  for (const input of inputs) {
    const value = inputDefault(input, environment);
    if (value !== undefined) defaults[input.name] = value;
  }
  return defaults;
}

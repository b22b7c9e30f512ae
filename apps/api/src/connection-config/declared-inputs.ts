import { isDeepStrictEqual } from 'node:util';
import type { Definition, InputDefinition } from '@latchkey/oauth';

/** The inputs that a saved config declared beside its definition: a config keeps both kinds together. */
export function declaredInputs(config: {
  readonly inputs: unknown;
  readonly definition: unknown;
}): readonly InputDefinition[] {
  const own = (config.definition as Definition).inputs ?? [];
  return (config.inputs as readonly InputDefinition[]).filter(
    (input) => !own.some((declared) => isDeepStrictEqual(declared, input)),
  );
}

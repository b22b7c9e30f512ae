import { parseArgs } from 'node:util';
import { StartError } from '@latchkey/process';

/** Reads `--name value` options; throws a StartError that names what is missing or unknown. */
export function readOptions<const Required extends string, const Optional extends string>(
  args: readonly string[],
  names: { readonly required: readonly Required[]; readonly optional: readonly Optional[] },
): { readonly [Name in Required]: string } & { readonly [Name in Optional]?: string } {
  let values: Record<string, unknown>;
  try {
    const options = Object.fromEntries([...names.required, ...names.optional].map((name) => [name, text]));
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch (error) {
    throw new StartError((error as Error).message);
  }
  const missing = names.required.filter((name) => typeof values[name] !== 'string' || values[name] === '');
  if (missing.length > 0) throw new StartError(`Missing: ${missing.map((name) => `--${name} <value>`).join(' ')}`);
  return values as { readonly [Name in Required]: string } & { readonly [Name in Optional]?: string };
}

const text = { type: 'string' } as const;

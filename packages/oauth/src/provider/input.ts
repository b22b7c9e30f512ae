import { pemOnOneLine } from '../token/private-key.js';
import type { Definition } from './definition.js';
import { longestMatched } from './pattern-problem.js';
import { isReservedParameter, parameterNamesProblem } from './reserved-parameters.js';
import { isHostAllowed, urlValueProblem } from './template.js';

/** A value that a definition's placeholders, or the vendor's code, need besides the client credentials. */
export type InputDefinition = NonNullable<Definition['inputs']>[number];

/** What an input is in an environment when nobody gave a value; hidden inputs have nothing else. */
export function inputDefault(input: InputDefinition, environment: string): string | undefined {
  const { defaults } = input;
  return defaults && Object.hasOwn(defaults, environment) ? defaults[environment] : input.default;
}

export type CheckedInputs =
  /** Only those that were given; an empty text takes a saved value away, an empty secret keeps it. */
  | { readonly kind: 'accepted'; readonly values: ReadonlyMap<InputDefinition, string> }
  | { readonly kind: 'refused'; readonly problems: readonly { readonly name: string; readonly message: string }[] };

/** Checks values that somebody gave for inputs that they may set; an unknown name is a problem of its own. */
export function checkInputs(
  definitions: readonly InputDefinition[],
  given: Readonly<Record<string, string>>,
  maySet: readonly InputDefinition['visibility'][],
): CheckedInputs {
  const values = new Map<InputDefinition, string>();
  const problems: { name: string; message: string }[] = [];
  for (const [name, raw] of Object.entries(given)) {
    const definition = definitions.find((input) => input.name === name && maySet.includes(input.visibility));
    const value = definition ? pasted(definition, raw) : raw;
    const message = definition ? problemOf(definition, value) : 'is not an input that can be set here';
    if (message) problems.push({ name, message });
    else if (definition && !(definition.type === 'secret' && value === '')) values.set(definition, value);
  }
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'accepted', values };
}

function problemOf(definition: InputDefinition, value: string): string | undefined {
  if (value === '') return definition.required && definition.type !== 'secret' ? 'must not be empty' : undefined;
  return inputValueProblem(definition, value);
}

function pasted({ type }: InputDefinition, raw: string): string {
  if (type === 'host') return pastedHost(raw);
  return type === 'secret' ? pemOnOneLine(raw.trim()) : raw.trim();
}

/** People paste the address of a page: its host is what was asked for. */
function pastedHost(raw: string): string {
  const text = raw.trim();
  return (/^https:\/\//i.test(text) && URL.canParse(text) ? new URL(text).host : text).toLowerCase();
}

/** What is wrong with a value that is there, or `undefined`. */
export function inputValueProblem(definition: InputDefinition, value: string): string | undefined {
  // A private key of 4,096 bits takes some 3,300 in PEM.
  const [most, said] = definition.type === 'secret' ? [10_000, '10,000'] : [2_000, '2,000'];
  if (value.length > most) return `must be at most ${said} characters long`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value)) return 'must not hold control characters';
  if (definition.type === 'choice' && !definition.choices?.some((choice) => choice.value === value))
    return `must be one of ${(definition.choices ?? []).map((choice) => choice.value).join(', ')}`;
  if (definition.type === 'host') {
    const hosts = definition.hosts ?? [];
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(value))
      return 'must be a host name, such as acme.example.com';
    if (!isHostAllowed(value, hosts)) return `must be ${hosts.join(' or ')}`;
  }
  if (definition.type === 'url') {
    const hosts = definition.hosts ?? [];
    const problem = urlValueProblem(value);
    if (problem) return problem;
    if (!isHostAllowed(new URL(value).hostname, hosts)) return `must be an address on ${hosts.join(' or ')}`;
    const overriding = parameterNamesProblem(value, [], isReservedParameter);
    if (overriding) return overriding;
  }
  // Longer ones could keep the pattern busy for long.
  if (definition.pattern !== undefined && value.length > longestMatched)
    return `must be at most ${longestMatched} characters long`;
  if (definition.pattern !== undefined && !new RegExp(`^(?:${definition.pattern})$`, 'u').test(value))
    return 'does not have the expected form';
  return undefined;
}

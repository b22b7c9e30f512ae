import { type Definition, type InputDefinition, inputValueProblem } from '@latchkey/oauth';
import type { Facts } from '../facts/facts-schema.js';
import { lookedUpInput } from './look-up.js';

/** What a customer and a vendor fill in for one connection. */
export interface FilledInputs {
  readonly inputs: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** The same by the names that the facts have for them. */
  readonly known: ReadonlyMap<string, string>;
  /** Values that the facts name and the definition does not take. */
  readonly problems: readonly string[];
}

/** Texts of several kinds: an input may ask for one of them by a pattern. */
const candidates = [
  'acme',
  '1234567',
  'acme-1',
  'v1',
  'acme.example.com',
  'ACME_1',
  '00000000-0000-4000-8000-000000000001',
  'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6',
  'https://acme.example.com',
];

/** Fills in a definition's inputs: what the facts' variables may be, where they say so. */
export function fillInputs(definition: Definition, facts: Facts, which: 'all' | 'required'): FilledInputs {
  const inputs: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  const problems: string[] = [];
  for (const input of definition.inputs ?? []) {
    const variable = facts.url_variables?.find(({ name }) => name === input.name);
    if (which === 'required' && !input.required) continue;
    if (input.name === lookedUpInput(facts)) continue;
    if (input.type === 'secret') {
      secrets[input.name] = `secret-${input.name}`;
      continue;
    }
    for (const choice of variable?.enum ?? []) {
      const problem = inputValueProblem(input, choice);
      if (problem !== undefined) problems.push(`the input ${input.name} does not take ${choice}: it ${problem}`);
    }
    // What the facts do not know of is left as the definition has it.
    const usual = variable ? undefined : (input.default ?? input.defaults?.production);
    const value = usual ?? variable?.enum?.at(-1) ?? variable?.example ?? exampleOf(input);
    if (value === undefined) problems.push(`nothing is known that the input ${input.name} takes`);
    else inputs[input.name] = value;
  }
  return { inputs, secrets, known: new Map(Object.entries({ ...inputs, ...secrets })), problems };
}

function exampleOf(input: InputDefinition): string | undefined {
  if (input.type === 'choice') return input.choices?.at(-1)?.value;
  const hosts = (input.hosts ?? []).map((host) => host.replace('*.', 'acme.').replace(/^\*$/, 'acme.example.com'));
  const fitting = [...hosts, ...candidates].find((value) => inputValueProblem(input, value) === undefined);
  return fitting ?? input.default;
}

/** The scopes that a vendor asks for: what the definition needs, and some that the facts name. */
export function chooseScopes(definition: Definition, facts: Facts): readonly string[] {
  const needed = (definition.scopes ?? []).filter(({ need }) => need === 'required').map(({ scope }) => scope);
  const plain = (facts.scopes ?? []).filter(({ offline }) => !offline).map(({ scope }) => scope);
  const chosen = [...new Set([...needed, ...plain.slice(0, 4)])];
  // A separator is only seen between two.
  const isLonely = facts.scope_separator !== undefined && chosen.length < 2;
  return isLonely ? [...chosen, 'read:one', 'write:two'].slice(0, 2) : chosen;
}

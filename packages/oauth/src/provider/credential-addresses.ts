import { credentialUrls, originOf } from './credential-destinations.js';
import type { Definition } from './definition.js';
import { inputDefault } from './input.js';
import { fillKnown } from './template.js';

/** Who settled an address: the definition, which names the hosts that there may be, or freely whoever gave the inputs. */
export type AddressChoice = 'declared' | 'free';

/**
 * The origins that credentials go to with these values of inputs (by name; an empty one counts as none), in an
 * environment. Where a value is missing, nothing can be sent, so there is no address. What is learnt later stays open, as
 * `https://{context.host}`.
 */
export function credentialAddresses(
  definition: Definition,
  environment: string,
  inputs: Readonly<Record<string, string>>,
): ReadonlyMap<string, AddressChoice> {
  const effective = effectiveValues(definition, environment, inputs);
  const addresses = new Map<string, AddressChoice>();
  for (const { template, choosers } of credentialUrls(definition)) {
    const filled = fillKnown(template, (name) => (choosers.includes(name) ? effective(name) : undefined));
    if (filled.kind === 'refused') continue;
    if (choosers.some((name) => !name.includes('.') && effective(name) === undefined)) continue;
    const text = filled.template.map((part) => (typeof part === 'string' ? part : `{${part.name}}`)).join('');
    const isFree = choosers.some((name) => isFreeInput(definition, name));
    const address = originOf(text);
    if (isFree || !addresses.has(address)) addresses.set(address, isFree ? 'free' : 'declared');
  }
  return addresses;
}

/** The freest of the addresses that were not there before; `undefined` when there is none. */
export function newAddress(
  before: ReadonlyMap<string, AddressChoice>,
  after: ReadonlyMap<string, AddressChoice>,
): AddressChoice | undefined {
  const choices = [...after].filter(([address]) => !before.has(address)).map(([, choice]) => choice);
  return choices.includes('free') ? 'free' : choices[0];
}

/** Names of the inputs that choose where credentials go. */
export function addressInputs(definition: Definition): readonly string[] {
  const names = credentialUrls(definition).flatMap(({ choosers }) => choosers);
  return [...new Set(names)].filter((name) => !name.includes('.'));
}

/** The values of those inputs that choose it freely, by name; empty where there is none. */
export function freeAddressInputs(
  definition: Definition,
  environment: string,
  inputs: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const effective = effectiveValues(definition, environment, inputs);
  const names = addressInputs(definition).filter((name) => isFreeInput(definition, name));
  return Object.fromEntries(names.map((name) => [name, effective(name) ?? '']));
}

function isFreeInput({ inputs = [] }: Definition, name: string): boolean {
  return inputs.some((input) => input.name === name && input.hosts?.includes('*') === true);
}

function effectiveValues(
  { inputs: declared = [] }: Definition,
  environment: string,
  inputs: Readonly<Record<string, string>>,
): (name: string) => string | undefined {
  return (name) => {
    const input = declared.find((one) => one.name === name);
    if (!input || input.type === 'secret') return undefined;
    const given = Object.hasOwn(inputs, name) ? (inputs[name] as string).trim() : '';
    return given === '' ? inputDefault(input, environment) : given;
  };
}

import type { Definition } from './definition.js';
import { definitionTemplates } from './definition-templates.js';
import { placeholdersOf, readUrlTemplate, type Slot, type Template } from './template.js';

/** Where nothing secret is sent. The address of the API is none of them: the vendor's code takes the token there. */
const without = new Set(['issuer', 'authorize.url', 'authorize.urlFallback']);

/** Where a placeholder says to which host a request goes. */
const choosing: ReadonlySet<Slot> = new Set(['url', 'origin', 'host', 'label']);

/** A URL that client credentials, tokens or secret inputs are sent to, by us or by the vendor's code as we tell it. */
export interface CredentialUrl {
  readonly text: string;
  readonly template: Template;
  /** Placeholders that choose the host, each once. */
  readonly choosers: readonly string[];
}

/** Every URL of a definition that gets credentials. */
export function credentialUrls(definition: Definition): readonly CredentialUrl[] {
  return definitionTemplates(definition).flatMap(({ field, kind, text }) => {
    const read = kind === 'url' && !without.has(field) ? readUrlTemplate(text) : undefined;
    if (read?.kind !== 'template') return [];
    const { template } = read;
    const chosen = placeholdersOf(template).filter(({ slot }) => choosing.has(slot));
    return [{ text, template, choosers: [...new Set(chosen.map(({ name }) => name))] }];
  });
}

/** Scheme, host and port of a URL's text, whose placeholders may still be open. */
export function originOf(text: string): string {
  return /^(\{[^{}]*\}|https?:\/\/[^/?#]*)/i.exec(text)?.[0]?.toLowerCase() ?? '';
}

/**
 * Where a definition lets client credentials, tokens and secret inputs be sent: the origin of each URL that gets some,
 * with the rules of the inputs and captures that choose it. What is in none of an earlier definition's is a new
 * destination (SECURITY, endpoint swap): whoever names one must be allowed to see those secrets arrive there.
 */
export function credentialDestinations(definition: Definition): ReadonlySet<string> {
  const { inputs = [], captures = [], steps = [], client } = definition;
  const learnt = [...captures, ...steps.flatMap((step) => step.captures ?? [])];
  return new Set(
    credentialUrls(definition).flatMap(({ text, choosers }) => {
      const chosenBy = choosers.map((name) => {
        const input = inputs.find((one) => one.name === name);
        const { hosts } = input ?? learnt.find((one) => `context.${one.name}` === name) ?? {};
        if (!input) return { name, hosts };
        const { type, visibility, pattern, choices, default: preset, defaults } = input;
        const values = choices?.map(({ value }) => value);
        return { name, hosts, type, visibility, pattern, values, preset, defaults };
      });
      const destination = `${originOf(text)} ${JSON.stringify(chosenBy)}`;
      // Freely chosen hosts may have been chosen for clients of the customers' own.
      const isVendors = client?.owner !== 'connection' && chosenBy.some(({ hosts }) => hosts?.includes('*'));
      return isVendors ? [destination, `${destination} for the vendor's client`] : [destination];
    }),
  );
}

/** Whether secrets could go somewhere under `after` where they could not under `before`. */
export function opensDestination(before: Definition, after: Definition): boolean {
  const known = credentialDestinations(before);
  return [...credentialDestinations(after)].some((destination) => !known.has(destination));
}

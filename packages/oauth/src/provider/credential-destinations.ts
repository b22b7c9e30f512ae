import type { Definition } from './definition.js';
import { definitionTemplates } from './definition-templates.js';
import { placeholdersOf, readUrlTemplate } from './template.js';

/** Requests that carry no credentials of ours, or that the vendor's code makes. */
const without = new Set(['issuer', 'authorize.url', 'authorize.urlFallback', 'api.baseUrl', 'api.baseUrlFallback']);

/**
 * Where a definition lets client credentials, tokens and secret inputs be sent: the origin of each URL that gets some,
 * with the rules of the inputs and captures that choose it. What is in none of an earlier definition's is a new
 * destination (SECURITY, endpoint swap): whoever names one must be allowed to see those secrets arrive there.
 */
export function credentialDestinations(definition: Definition): ReadonlySet<string> {
  const { inputs = [], captures = [], steps = [] } = definition;
  const learnt = [...captures, ...steps.flatMap((step) => step.captures ?? [])];
  return new Set(
    definitionTemplates(definition).flatMap(({ field, kind, text }) => {
      const read = kind === 'url' && !without.has(field) ? readUrlTemplate(text) : undefined;
      if (read?.kind !== 'template') return [];
      const origin = /^(\{[^{}]*\}|https?:\/\/[^/?#]*)/i.exec(text)?.[0]?.toLowerCase() ?? '';
      const chosenBy = placeholdersOf(read.template)
        .filter(({ slot }) => slot === 'origin' || slot === 'host' || slot === 'label')
        .map(({ name }) => {
          const input = inputs.find((one) => one.name === name);
          const { hosts } = input ?? learnt.find((one) => `context.${one.name}` === name) ?? {};
          if (!input) return { name, hosts };
          const { type, visibility, pattern, choices, default: preset, defaults } = input;
          return {
            name,
            hosts,
            type,
            visibility,
            pattern,
            values: choices?.map(({ value }) => value),
            preset,
            defaults,
          };
        });
      return [`${origin} ${JSON.stringify(chosenBy)}`];
    }),
  );
}

/** Whether secrets could go somewhere under `after` where they could not under `before`. */
export function opensDestination(before: Definition, after: Definition): boolean {
  const known = credentialDestinations(before);
  return [...credentialDestinations(after)].some((destination) => !known.has(destination));
}

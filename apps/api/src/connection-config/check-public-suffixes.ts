import { type Definition, definitionUrls, type InputDefinition } from '@latchkey/oauth';
import { getPublicSuffix } from 'tldts-icann';
import type { FieldError } from '../errors.js';

/**
 * Checks what the engine cannot, which knows no names of the internet: under a suffix such as co.uk anybody can have a
 * domain, so that whoever fills in {shop} of https://{shop}.co.uk, or a host of `*.co.uk`, chooses where secrets go. Private
 * suffixes, such as those of shops' and hosters' customers, count as domains. What is wrong goes into `errors`.
 */
export function checkPublicSuffixes(
  definition: Definition,
  declared: readonly InputDefinition[],
  errors: FieldError[],
): void {
  const { inputs = [], captures = [], steps = [] } = definition;
  const all = [...inputs.filter(({ name }) => !declared.some((one) => one.name === name)), ...declared];
  const refuse = (field: string, message: string) => errors.push({ field, messages: [message] });
  for (const [field, url] of definitionUrls(definition)) {
    const [, name = '', suffix = ''] = /^https?:\/\/[^/?#]*\{([^{}]+)\}\.([^/?#:{}]+)/.exec(url) ?? [];
    if (!isPublicSuffix(suffix) || all.find((input) => input.name === name)?.type === 'choice') continue;
    refuse(
      `definition.${field}`,
      `lets {${name}} choose any domain of ${suffix}: name the domain, or give that input the type host or choice`,
    );
  }
  const places = [
    ...inputs.map(({ hosts }, index) => [`definition.inputs.${index}.hosts`, hosts] as const),
    ...declared.map(({ hosts }, index) => [`inputs.${index}.hosts`, hosts] as const),
    ...captures.map(({ hosts }, index) => [`definition.captures.${index}.hosts`, hosts] as const),
    ...steps.flatMap(({ captures: learnt = [] }, step) =>
      learnt.map(({ hosts }, index) => [`definition.steps.${step}.captures.${index}.hosts`, hosts] as const),
    ),
  ];
  for (const [field, hosts = []] of places)
    for (const [index, pattern] of hosts.entries())
      if (pattern.startsWith('*.') && isPublicSuffix(pattern.slice(2)))
        refuse(
          `${field}.${index}`,
          `lets ${pattern} be any domain: name the domains, or write * where any host is meant`,
        );
}

/** Of the public part of the list at https://publicsuffix.org, by the longest rule. */
function isPublicSuffix(domain: string): boolean {
  const name = domain.toLowerCase().replace(/\.$/, '');
  return name !== '' && getPublicSuffix(name) === name;
}

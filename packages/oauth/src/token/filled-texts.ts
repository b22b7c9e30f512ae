import { fillTemplate, type Template } from '../provider/template.js';
import type { Lookup } from './request-values.js';

type FilledTexts =
  | { readonly kind: 'texts'; readonly texts: readonly (readonly [string, string])[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Those whose placeholders have values; the others are left out. */
export function filledTexts(templates: Readonly<Record<string, Template>>, lookup: Lookup): FilledTexts {
  const texts: (readonly [string, string])[] = [];
  for (const [name, template] of Object.entries(templates)) {
    const filled = fillTemplate(template, lookup);
    if (filled.kind === 'refused') return filled;
    if (filled.kind === 'text') texts.push([name, filled.text]);
  }
  return { kind: 'texts', texts };
}

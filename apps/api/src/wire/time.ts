import { Problem } from '../errors.js';

/** The moment that a text names, in the years 1 to 9999; `undefined` when it names none that everything takes. */
export function parseTime(text: string): Date | undefined {
  const at = new Date(text);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? at : undefined;
}

/** A time given in a query, as a member to spread; throws when it is none. */
export function optionalTime<const Name extends string>(
  name: Name,
  text: string | undefined,
): { readonly [Key in Name]?: Date } {
  if (text === undefined) return {};
  const at = parseTime(text);
  if (!at)
    throw new Problem('invalid_request', {
      errors: [{ field: `query.${name}`, messages: ['must be a time, ISO 8601 as in 2026-01-31T09:30:00Z'] }],
    });
  return { [name]: at } as { readonly [Key in Name]?: Date };
}

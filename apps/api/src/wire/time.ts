import { Problem } from '../errors.js';

/** A time given in a query, as a member to spread; throws when it is none. */
export function optionalTime<const Name extends string>(
  name: Name,
  text: string | undefined,
): { readonly [Key in Name]?: Date } {
  if (text === undefined) return {};
  const at = new Date(text);
  if (Number.isNaN(at.getTime()))
    throw new Problem('invalid_request', {
      errors: [{ field: `query.${name}`, messages: ['must be a time, ISO 8601 as in 2026-01-31T09:30:00Z'] }],
    });
  return { [name]: at } as { readonly [Key in Name]?: Date };
}

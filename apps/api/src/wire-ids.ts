import { type IdKind, idPrefixes, parseId } from '@latchkey/oauth';
import { notFound } from './errors.js';

/** What each kind of row is called in messages. */
export function nameOf(kind: IdKind): string {
  return kind.replaceAll('_', ' ');
}

/** The UUID of an id in a path, or a 404: an id of another shape names nothing either. */
export function idFromPath(kind: IdKind, text: string): string {
  const id = parseId(kind, text);
  if (id === undefined) throw notFound(nameOf(kind));
  return id;
}

/** The UUID of an id in a body or query, or a 404 that names the field. */
export function idFromField(kind: IdKind, text: string, field: string): string {
  const id = parseId(kind, text);
  if (id === undefined) throw notFound(`${nameOf(kind)} (${idPrefixes[kind]}_…)`, field);
  return id;
}

/** The same for a field that may be absent, as a member to spread. */
export function idMember<const Name extends string>(
  name: Name,
  kind: IdKind,
  text: string | undefined,
): { readonly [Key in Name]?: string } {
  return text === undefined ? {} : ({ [name]: idFromField(kind, text, name) } as { readonly [Key in Name]?: string });
}

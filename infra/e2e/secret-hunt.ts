import type { Rows } from './grant-rows.js';

/** A text in which no secret may be. */
export interface Haystack {
  /** Where it comes from, for the report: `table grant_token`, `log of worker`. */
  readonly where: string;
  readonly text: string;
}

/** A secret, under a name that may be shown. */
export interface Needle {
  readonly name: string;
  readonly value: string;
}

/** So much of a secret is found too, from its beginning and from its end: half a token in a log is a leak. */
const partLength = 20;

/** Every row of every table, as text: values of bytea columns are in hexadecimal. */
export async function everyRow(rows: Rows): Promise<readonly Haystack[]> {
  const tables = await rows.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const found: Haystack[] = [];
  for (const { name } of tables)
    for (const { text } of await rows.query<{ text: string }>(`SELECT it::text AS text FROM ${name} it`))
      found.push({ where: `table ${name}`, text });
  return found;
}

/** Where a secret, or a good part of it, is: as it is, URL-encoded, in base64, or in the hexadecimal of a bytea. */
export function hunt(needles: readonly Needle[], haystacks: readonly Haystack[]): readonly string[] {
  const forms = needles.map(({ name, value }) => ({ name, forms: formsOf(value) }));
  const found = new Set<string>();
  for (const { where, text } of haystacks)
    for (const { name, forms: parts } of forms)
      for (const [form, part] of parts) if (text.includes(part)) found.add(`${name} (${form}) in ${where}`);
  return [...found];
}

function formsOf(value: string): readonly (readonly [form: string, text: string])[] {
  const parts = value.length <= partLength ? [value] : [value.slice(0, partLength), value.slice(-partLength)];
  // Base64 of a text within a longer one depends on where it begins: three ways, without the characters at the edges.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.from('x'.repeat(shift) + value)
      .toString('base64')
      .slice(4, 4 + 16),
  );
  return [
    ...parts.flatMap((part) => [
      ['as it is', part] as const,
      ['URL-encoded', encodeURIComponent(part)] as const,
      ['bytea', Buffer.from(part).toString('hex')] as const,
    ]),
    ...shifted.map((part) => ['base64', part] as const),
  ];
}

/**
 * Text from outside in a form that Postgres takes: no NUL character, no lone surrogate (each becomes U+FFFD). Without
 * this a provider's odd answer would make its own storing fail for ever.
 */
export function storableText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8').replaceAll('\u0000', '\uFFFD');
}

/** The same for a record of texts, as JSON for a jsonb parameter. */
export function storableJson(record: Readonly<Record<string, string>>): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(record).map(([name, value]) => [storableText(name), storableText(value)])),
  );
}

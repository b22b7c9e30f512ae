import type { ResponseDefinition } from '../provider/definition.js';
import { parseXml } from './xml-answer.js';

/**
 * The members of an answer's body, or `undefined` where it is not of the declared format. A form-encoded answer or XML is
 * read only where the definition says so: never silently.
 */
export function parseAnswer(
  text: string,
  format: NonNullable<ResponseDefinition['format']>,
): Readonly<Record<string, unknown>> | undefined {
  if (format === 'xml') return parseXml(text);
  const json = format === 'form' ? undefined : parseObject(text);
  if (json || format === 'json') return json;
  return parseForm(text);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function parseForm(text: string): Readonly<Record<string, unknown>> | undefined {
  // A page of HTML is no form, however many `=` it holds.
  if (!/^[^<\s=&]+=/.test(text.trim())) return undefined;
  const members = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text.trim()))
    if (!members.has(name) && name !== '__proto__') members.set(name, value);
  return Object.fromEntries(members);
}

import { createHash } from 'node:crypto';
import type { Definition } from '@latchkey/oauth';

/**
 * The content hash that pins a definition, whether from the catalogue or inline: SHA-256 of its canonical JSON (member
 * names sorted, as RFC 8785 does for what a definition can hold), in hexadecimal behind `sha256:`.
 */
export function definitionVersion(definition: Definition): string {
  return `sha256:${createHash('sha256').update(canonicalJson(definition)).digest('hex')}`;
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${members.join(',')}}`;
}

import type { FrozenCapture } from '../provider/frozen-capture.js';
import { fillTemplate, isHostAllowed } from '../provider/template.js';
import { valueAt, wordOf } from './answer-path.js';
import type { Lookup } from './request-values.js';

/** The longest value that is kept as context. */
const longest = 1000;

/**
 * What a capture finds in an answer: a text, as long as it stays within what the definition declared. `undefined` where
 * it finds nothing; a value that would choose another host than the declared ones is as good as none.
 */
export function captured(capture: Omit<FrozenCapture, 'from'>, root: unknown, lookup: Lookup): string | undefined {
  const { path, choose, prefix, suffix, hosts } = capture;
  const found = valueAt(root, path);
  const value = choose ? valueAt(chosen(choose, found, lookup), choose.value) : found;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const stripped = strip(String(value), prefix, suffix);
  if (stripped === undefined || stripped === '' || stripped.length > longest) return undefined;
  return hosts && !isOnHosts(stripped, hosts) ? undefined : stripped;
}

function chosen(choose: NonNullable<FrozenCapture['choose']>, found: unknown, lookup: Lookup): unknown {
  if (!Array.isArray(found)) return found;
  const { where, equals } = choose;
  if (where === undefined || equals === undefined) return found[0];
  const wanted = fillTemplate(equals, lookup);
  const match = found.find((item) => wanted.kind === 'text' && wordOf(valueAt(item, where)) === wanted.text);
  return match ?? found[0];
}

function strip(value: string, prefix: string | undefined, suffix: string | undefined): string | undefined {
  if (prefix !== undefined && !value.startsWith(prefix)) return undefined;
  const rest = value.slice(prefix?.length ?? 0);
  if (suffix === undefined) return rest;
  return rest.endsWith(suffix) ? rest.slice(0, rest.length - suffix.length) : undefined;
}

/** A host, or an origin, of which the host is declared. A bare label or path is no host and harms nobody by itself. */
function isOnHosts(value: string, hosts: readonly string[]): boolean {
  const url = /^https?:\/\//i.test(value) ? value : `https://${value}`;
  return URL.canParse(url) && isHostAllowed(new URL(url).hostname, hosts);
}

/**
 * Where a placeholder stands, which decides what its value may hold and how it is encoded: a whole URL, a whole origin, a
 * host or a part of one, one DNS label, a path segment, a query value, or free text (parameters and headers, encoded later).
 */
export type Slot = 'url' | 'origin' | 'host' | 'label' | 'segment' | 'query' | 'text';

/** A placeholder that waits for its value: an input (`shop`) or a name with a dot (`context.realm`, `client.id`). */
export interface Placeholder {
  readonly name: string;
  readonly slot: Slot;
}

/** A template as read: fixed texts and placeholders. JSON. */
export type Template = readonly (string | Placeholder)[];

export type ReadTemplate =
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'invalid'; readonly message: string };

export type FilledTemplate =
  | { readonly kind: 'text'; readonly text: string }
  /** The placeholder has no value. */
  | { readonly kind: 'missing'; readonly name: string }
  | RefusedValue;

/** A value that cannot stand in the place of its placeholder. */
export interface RefusedValue {
  readonly kind: 'refused';
  /** Of the placeholder. */
  readonly name: string;
  readonly message: string;
}

const token = /\{\{|\}\}|\{([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_-]+)*)\}|[{}]/g;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const host = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/i;
const hostPart = /^[a-z0-9.-]{1,253}$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;

/** Reads a free text; `{{` and `}}` stand for single braces. */
export function readTextTemplate(text: string): ReadTemplate {
  return read(text, 'text');
}

function read(text: string, slot: Slot): ReadTemplate {
  const parts: (string | Placeholder)[] = [];
  let at = 0;
  const put = (piece: string) => {
    if (piece === '') return;
    if (typeof parts.at(-1) === 'string') parts.push(`${parts.pop() as string}${piece}`);
    else parts.push(piece);
  };
  for (const match of text.matchAll(token)) {
    const [found, name] = match;
    put(text.slice(at, match.index));
    at = match.index + found.length;
    if (name !== undefined) parts.push({ name, slot });
    else if (found.length === 2) put(found[0] as string);
    else
      return {
        kind: 'invalid',
        message: `has a single ${found} that is not part of a {placeholder}; write ${found}${found} for the character itself`,
      };
  }
  put(text.slice(at));
  return { kind: 'template', template: parts };
}

const shape = /^(https?:\/\/[^/?#]+|\{[^{}]*\})(\/[^?#]*)?(\?[^#]*)?(#.*)?$/;

/**
 * Reads a URL template: an absolute http(s) URL without userinfo. An input may stand for the whole of it; a placeholder
 * may stand for the whole origin, for (a part of) the host, for (a part of) a path segment or of a query value; never for a scheme, a port or a query name. A
 * fragment is taken only where one is expected.
 */
export function readUrlTemplate(text: string, fragment: 'refused' | 'route' = 'refused'): ReadTemplate {
  const invalid = (message: string): ReadTemplate => ({ kind: 'invalid', message });
  // A URL parser drops some of these and takes a backslash for a slash: what is read here would not be what is called.
  if (/[\s\\]/u.test(text) || control.test(text))
    return invalid('must not hold spaces, backslashes or control characters');
  if (/\{\{|\}\}/.test(text)) return invalid('must not hold braces but those of {placeholders}');
  const match = shape.exec(text);
  if (!match) return invalid('must be an absolute https URL, for example https://{shop}.example.com/oauth/token');
  if (/^\{[A-Za-z][A-Za-z0-9_]*\}$/.test(text)) return read(text, 'url');
  const [, origin = '', path = '', query = '', hash = ''] = match;
  if (hash !== '' && (fragment === 'refused' || !/^#!?\/[^?]*$/.test(hash))) return invalid('must not hold a fragment');
  if (origin.includes('@')) return invalid('must not hold a user name or password');
  for (const pair of query.slice(1).split('&'))
    if (pair.split('=')[0]?.includes('{')) return invalid('may hold a placeholder in its query only within a value');
  const pieces = [readOrigin(origin), read(path, 'segment'), read(query, 'query'), read(hash, 'segment')];
  const parts: (string | Placeholder)[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'invalid') return piece;
    parts.push(...piece.template);
  }
  const tried = parts.map((part) => (typeof part === 'string' ? part : part.slot === 'origin' ? 'https://x' : 'x'));
  return URL.canParse(tried.join('')) ? { kind: 'template', template: parts } : invalid('is not a URL');
}

function readOrigin(origin: string): ReadTemplate {
  if (origin.startsWith('{')) return read(origin, 'origin');
  const [scheme = '', authority = ''] = origin.split('://') as [string, string?];
  if (/[{}]/.test(authority.split(':').slice(1).join(':')))
    return { kind: 'invalid', message: 'must not hold a placeholder in its port' };
  // Names of placeholders may have dots of their own.
  const named = authority.replace(/\{[^{}]*\}/g, (name) => name.replaceAll('.', '_'));
  // The root's own dot makes no label: {shop}.com. is any host.
  const labels = named.split('.').filter((part) => part !== '');
  const last = labels.findLastIndex((part) => part.includes('{'));
  const fixed =
    labels.slice(last + 1).length >= 2 && labels.every((part) => !part.includes('{') || /^\{[\w-]+\}$/.test(part));
  const piece = read(authority, fixed ? 'label' : 'host');
  if (piece.kind === 'invalid') return piece;
  const [first, ...rest] = piece.template;
  return {
    kind: 'template',
    template:
      typeof first === 'string' ? [`${scheme}://${first}`, ...rest] : [`${scheme}://`, ...(piece.template as Template)],
  };
}

/** The placeholders of a template, each name and slot once. */
export function placeholdersOf(template: Template): readonly Placeholder[] {
  return template.filter(
    (part, index): part is Placeholder =>
      typeof part !== 'string' &&
      template.findIndex(
        (other) => typeof other !== 'string' && other.name === part.name && other.slot === part.slot,
      ) === index,
  );
}

/** Puts in the values that are known now, encoded for their place; the rest stays open. */
export function fillKnown(
  template: Template,
  lookup: (name: string) => string | undefined,
): { readonly kind: 'template'; readonly template: Template } | RefusedValue {
  const parts: (string | Placeholder)[] = [];
  for (const part of template) {
    const value = typeof part === 'string' ? undefined : lookup(part.name);
    if (typeof part !== 'string' && value === undefined) {
      parts.push(part);
      continue;
    }
    const text = typeof part === 'string' ? part : encode(part, value as string);
    if (typeof text !== 'string') return text;
    if (typeof parts.at(-1) === 'string') parts.push(`${parts.pop() as string}${text}`);
    else parts.push(text);
  }
  return { kind: 'template', template: parts };
}

/** Fills a template wholly. */
export function fillTemplate(template: Template, lookup: (name: string) => string | undefined): FilledTemplate {
  const filled = fillKnown(template, lookup);
  if (filled.kind === 'refused') return filled;
  const open = filled.template.find((part) => typeof part !== 'string');
  if (open !== undefined) return { kind: 'missing', name: (open as Placeholder).name };
  return { kind: 'text', text: filled.template.join('') };
}

/** A value written for its place: a host label stays one label, a segment cannot leave its segment, and so on. */
function encode({ name, slot }: Placeholder, raw: string): string | RefusedValue {
  const value = slot === 'text' ? raw : raw.trim();
  const problem = valueProblem(value, slot);
  if (problem) return { kind: 'refused', name, message: `the value of "${name}" ${problem}` };
  if (slot === 'text') return value;
  if (slot === 'url') return new URL(value).href;
  if (slot === 'origin') return value.replace(/\/+$/, '').toLowerCase();
  return slot === 'label' || slot === 'host' ? value.toLowerCase() : encodeURIComponent(value);
}

function valueProblem(value: string, slot: Slot): string | undefined {
  if (control.test(value)) return 'must not hold control characters';
  switch (slot) {
    case 'label':
      return label.test(value)
        ? undefined
        : 'must be one part of a host name: letters, digits and hyphens only, without dots';
    case 'host':
      return host.test(value) || hostPart.test(value) ? undefined : 'must be a host name, such as acme.example.com';
    case 'origin':
      return /^https?:\/\//i.test(value) && host.test(value.replace(/^https?:\/\//i, '').replace(/\/+$/, ''))
        ? undefined
        : 'must be an address such as https://acme.example.com';
    case 'url':
      return urlValueProblem(value);
    case 'segment':
      return value === '.' || value === '..' || value === '' ? 'must not be empty, "." or ".."' : undefined;
    default:
      return undefined;
  }
}

/** What is wrong with a value that is a whole URL, or `undefined`: absolute https, no userinfo, no fragment. */
export function urlValueProblem(value: string): string | undefined {
  const wrong = 'must be a whole address, such as https://acme.example.com/oauth/token';
  // A parser drops or turns some of these: what is checked would not be what is called.
  if (!/^https?:\/\/[^/]/i.test(value) || /[\s\\{}#]/u.test(value) || !URL.canParse(value)) return wrong;
  const { protocol, hostname, username, password } = new URL(value);
  if (username !== '' || password !== '') return 'must not hold a user name or password';
  const isOwnMachine = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(hostname);
  return protocol === 'https:' || isOwnMachine ? undefined : 'must start with https://';
}

/** Whether a host name is covered by one of the patterns: a name, `*.domain` for every name under it, `*` for any. */
export function isHostAllowed(hostname: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*') return true;
    return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
  });
}

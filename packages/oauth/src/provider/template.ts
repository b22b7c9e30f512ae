export type ExpandedUrl =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'refused'; readonly message: string };

type Slot = 'label' | 'segment' | 'query';

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const placeholder = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;
const shape = /^(https?):\/\/([^/?#]+)(\/[^?#]*)?(\?[^#]*)?$/;

/** The names of a template's placeholders, each once, in order of appearance. */
export function templatePlaceholders(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] as string))];
}

/**
 * Says what is wrong with a URL template, or `undefined`. A template is an absolute http(s) URL without userinfo or
 * fragment; a placeholder may stand for one DNS label before a fixed suffix of the host, one whole or partial path
 * segment, or (part of) a query value: never for a scheme, a port, a whole host or a query name.
 */
export function templateProblem(template: string): string | undefined {
  const match = shape.exec(template);
  if (!match) return 'must be an absolute http or https URL without a fragment';
  // A URL parser drops some of these and takes a backslash for a slash: what is read here would not be what is called.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\s\\\u0000-\u001f\u007f]|\p{Surrogate}/u.test(template))
    return 'must not hold spaces, backslashes or control characters';
  const [, , authority = '', path = '', query = ''] = match;
  if (authority.includes('@')) return 'must not hold a user name or password';
  if (/[{}]/.test([authority, path, query].join('').replace(placeholder, '')))
    return 'has a brace that is not part of a {placeholder}';
  if (templatePlaceholders(authority).length > 0) {
    const labels = authority.split('.');
    const fixed = labels.findLastIndex((part) => part.includes('{'));
    if (labels.slice(fixed + 1).length < 2 || labels.some((part) => part.includes('{') && !/^\{\w+\}$/.test(part)))
      return 'may hold a placeholder in its host only as a whole label before a fixed domain, as in {shop}.example.com';
  }
  for (const pair of query.slice(1).split('&')) {
    if (pair.split('=')[0]?.includes('{')) return 'may hold a placeholder in its query only within a value';
  }
  return URL.canParse(template.replace(placeholder, 'x')) ? undefined : 'is not a URL';
}

/**
 * Fills a URL template, each value encoded for its place: a host label must be one DNS label, a path segment cannot
 * leave its segment, a query value cannot start another parameter.
 */
export function expandUrlTemplate(template: string, inputs: Readonly<Record<string, string>>): ExpandedUrl {
  const problem = templateProblem(template);
  if (problem) return { kind: 'refused', message: `the URL ${problem}` };
  const [, scheme, authority = '', path = '', query = ''] = shape.exec(template) as RegExpExecArray;
  let refused: string | undefined;
  const fill = (text: string, slot: Slot) =>
    text.replace(placeholder, (_, name: string) => {
      const value = Object.hasOwn(inputs, name) ? (inputs[name] as string).trim() : '';
      const wrong = valueProblem(value, slot);
      if (wrong) {
        refused ??= `the input "${name}" ${wrong}`;
        return '';
      }
      return slot === 'label' ? value.toLowerCase() : encodeURIComponent(value);
    });
  const url = `${scheme}://${fill(authority, 'label')}${fill(path, 'segment')}${fill(query, 'query')}`;
  if (refused !== undefined) return { kind: 'refused', message: refused };
  // A label may look right and still be none (`xn--0`).
  if (!URL.canParse(url)) return { kind: 'refused', message: 'the inputs do not make a host name' };
  return { kind: 'url', url };
}

function valueProblem(value: string, slot: Slot): string | undefined {
  if (value === '') return 'is missing: give it a value';
  if (slot === 'label' && !label.test(value))
    return 'must be one part of a host name: letters, digits and hyphens only, without dots';
  if (slot === 'segment' && (value === '.' || value === '..')) return 'must not be "." or ".."';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(value)) return 'must not hold control characters';
  return undefined;
}

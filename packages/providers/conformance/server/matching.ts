import type { Facts } from '../facts/facts-schema.js';
import { knownValue, type Play } from './play.js';

type Variable = NonNullable<Facts['url_variables']>[number];
type Place = 'api_base' | 'authorize_url' | 'refresh_url' | 'token_url';

const placeholder = /\{([^{}]+)\}/g;

/** What a variable may look like where it stands, when its value is not known. */
const slots: Readonly<Record<string, string>> = {
  host: '[a-z0-9.-]+',
  'host-label': '[a-z0-9-]+',
  'host-suffix': '[a-z0-9.-]+',
  url: 'https://[a-z0-9.-]+',
  path: '[^/?#]+',
};

/** Whether a value is as a text of the facts says; what stands for something unknown only has to be there. */
export function matchesText(play: Play, template: string, value: string): boolean {
  const source = filled(template, (name) => {
    const known = knownValue(play, name);
    if (known !== undefined) return literally(known);
    if (name === 'random uuid') return '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    if (name === 'now_ms') return String(play.now());
    return '.+';
  });
  return new RegExp(`^${source}$`, 's').test(value);
}

/** Whether a URL (without its query) is an address of the facts. */
export function matchesAddress(play: Play, address: string, place: Place, url: URL): boolean {
  const [target = ''] = address.split('?');
  const source = filled(target, (name) => {
    const known = knownValue(play, name);
    if (known !== undefined) return `(?:${literally(known)}|${literally(encodeURIComponent(known))})`;
    return openPattern(
      play.facts.url_variables?.find((variable) => variable.name === name),
      place,
    );
  });
  const trimmed = `${url.origin}${url.pathname}`;
  return new RegExp(`^${source}$`).test(url.pathname === '/' && !target.endsWith('/') ? url.origin : trimmed);
}

function openPattern(variable: Variable | undefined, place: Place): string {
  const pattern = variable?.enum?.map(literally).join('|') ?? slots[variable?.in[place] ?? 'path'] ?? slots.path;
  return `(?:${pattern})${variable?.optional ? '?' : ''}`;
}

/** The address that a request has gone to, of one that asks for a value that a customer may leave out, and its stand-in. */
export function reached(
  play: Play,
  addresses: Readonly<Record<string, string | undefined>>,
  place: Place,
  url: URL,
): { readonly fact: string; readonly address: string } | undefined {
  const given = Object.entries(addresses).flatMap(([fact, address]) =>
    address === undefined ? [] : [{ fact, address }],
  );
  const usable = given.length > 1 ? given.filter(({ address }) => !lacksValue(play, address)) : given;
  const [first] = usable.length > 0 ? usable : given;
  return first && matchesAddress(play, first.address, place, url) ? first : undefined;
}

/** Whether a text speaks of something that this customer has left out. */
export function lacksValue(play: Play, template: string): boolean {
  return (play.facts.url_variables ?? []).some(
    ({ name, optional, source }) =>
      optional && source === 'connection' && template.includes(`{${name}}`) && !play.customer.has(name),
  );
}

/** The parameters of an address's own query. */
export function ownQuery(address: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(address.split('?')[1] ?? '')];
}

function filled(template: string, source: (name: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  for (const match of template.matchAll(placeholder)) {
    parts.push(literally(template.slice(at, match.index)), source(match[1] as string));
    at = match.index + match[0].length;
  }
  return [...parts, literally(template.slice(at))].join('');
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

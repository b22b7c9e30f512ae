import { DOMParser, type Element } from '@xmldom/xmldom';
import { Refused } from './play.js';

export type Pairs = readonly (readonly [string, string])[];

/** A request as it arrived, its URL as it was meant. */
export interface Received {
  readonly method: string;
  readonly url: URL;
  /** As written, for what only the raw text tells. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Where parameters stand; `element` is the one around those of XML. */
export interface Placed {
  readonly where: 'form' | 'json' | 'none' | 'query' | 'xml';
  readonly element?: string | undefined;
}

/** The parameters of a request, which must all stand in one place; `own` is the address's query, which comes first. */
export function parametersOf(request: Received, { where, element }: Placed, own: Pairs): Pairs {
  const query = withoutOwn([...request.url.searchParams], own);
  if (where === 'query') {
    if (request.body !== '') throw new Refused('the parameters belong in the query, but there is a body');
    return query;
  }
  if (query.length > 0)
    throw new Refused(`${query[0]?.[0]} stands in the query, but parameters belong ${places[where]}`);
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (where === 'none') {
    if (request.body !== '') throw new Refused('there is a body, but the request takes none');
    return [];
  }
  const expected = types[where];
  if (type !== expected) throw new Refused(`the body is ${type ?? 'of no type'}, not ${expected}`);
  if (where === 'xml') return xmlPairs(request.body, element);
  return where === 'form' ? [...new URLSearchParams(request.body)] : jsonPairs(request.body);
}

const places = { form: 'into a form', json: 'into a JSON body', none: 'nowhere', xml: 'into an XML document' };
const types = { form: 'application/x-www-form-urlencoded', json: 'application/json', xml: 'application/xml' };

function withoutOwn(query: Pairs, own: Pairs): Pairs {
  const rest = [...query];
  for (const [name, value] of own) {
    const at = rest.findIndex((pair) => pair[0] === name && pair[1] === value);
    if (at < 0) throw new Refused(`the address's own ${name}=${value} is missing`);
    rest.splice(at, 1);
  }
  return rest;
}

function jsonPairs(body: string): Pairs {
  let members: unknown;
  try {
    members = JSON.parse(body);
  } catch {
    throw new Refused('the body is not JSON');
  }
  if (members === null || typeof members !== 'object' || Array.isArray(members))
    throw new Refused('the body is not a JSON object');
  return Object.entries(members).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
}

/** The elements of a document by name and text: what stands in `element`, or the document itself. */
export function xmlPairs(body: string, element?: string): Pairs {
  const root = rootOf(body);
  if (element === undefined) return [[root.tagName, textOf(root)]];
  if (root.tagName !== element) throw new Refused(`the document is <${root.tagName}>, not <${element}>`);
  return [...root.childNodes].map((node) => {
    if (node.nodeType !== node.ELEMENT_NODE) throw new Refused(`there is more than elements in <${element}>`);
    return [node.nodeName, textOf(node as Element)];
  });
}

function rootOf(body: string): Element {
  try {
    const root = new DOMParser({ onError: onlyWarning }).parseFromString(body, 'application/xml').documentElement;
    if (root) return root;
  } catch {}
  throw new Refused('the body is not XML');
}

function onlyWarning(level: string): void {
  if (level !== 'warning') throw new Error(level);
}

function textOf(element: Element): string {
  if ([...element.childNodes].some((node) => node.nodeType === node.ELEMENT_NODE))
    throw new Refused(`<${element.tagName}> holds elements, not a text`);
  return element.textContent ?? '';
}

import { DOMImplementation, type Document, type Node, XMLSerializer } from '@xmldom/xmldom';
import { type Facts, needs } from '../facts/facts-schema.js';
import { tellTokenAnswer } from './learnt-values.js';
import { matchesText } from './matching.js';
import type { Play, Refused } from './play.js';

/** Seconds that a refresh token lives where the answer tells it: like no number of a definition. */
export const toldRefreshLifetime = 123_456;

/** How the server answers. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Whether a refresh token is issued: not without the scope that turns it on, and not where none exists. */
export function issuesRefreshTokens({ facts, scopes }: Play): boolean {
  const offline = (facts.scopes ?? []).filter((scope) => scope.offline).map(({ scope }) => scope);
  if (!facts.refresh_declared || !takesRefreshToken(facts)) return false;
  return offline.length === 0 || offline.some((scope) => scopes.includes(scope));
}

/** Whether the refresh request brings a refresh token; else the current access token is exchanged. */
export function takesRefreshToken(facts: Facts): boolean {
  const { only, param_names } = facts.refresh_request ?? {};
  const name = param_names?.refresh_token ?? facts.token_param_names?.refresh_token ?? 'refresh_token';
  return only === undefined || only.includes(name);
}

function isOfUnknownForm({ response }: Facts): boolean {
  const { expires, expires_kind } = response ?? {};
  return expires !== undefined && !expires.endsWith('expires_in') && expires_kind === undefined;
}

/** Seconds that an access token lives and the answer tells; `undefined` where it tells nothing. */
export function toldLifetime({ facts }: Pick<Play, 'facts'>): number | undefined {
  const silent = needs(facts, 'resp.default_ttl') || needs(facts, 'resp.introspect') || isOfUnknownForm(facts);
  if (silent) return undefined;
  const tells = facts.refresh_declared || facts.response?.expires !== undefined;
  return facts.access_token_lifetime ?? (tells ? 3600 : undefined);
}

/** Tokens, in the shape that the facts tell. */
export function tokenAnswer(play: Play, request: 'code' | 'client' | 'exchange' | 'refresh'): Answer {
  const { facts } = play;
  const { response = {} } = facts;
  let body: unknown = { ...typed(response.success) };
  const put = (path: string, value: unknown) => {
    body = withValue(body, path.split('.'), value);
  };
  if (request === 'refresh' && needs(facts, 'ref.no_new_token')) return written(play, body);
  const paths = (response.access_token ?? 'access_token').split(' or ');
  play.accessToken = newAccessToken(play);
  play.accessTokens.add(play.accessToken);
  // The stranger of two places first.
  put((request === 'code' ? paths.at(-1) : paths[0]) as string, play.accessToken);
  // A document has one element: there the members stand beside one another.
  put(response.format === 'xml' ? (paths[0] as string).replace(/[^.]+$/, 'token-type') : 'token_type', 'bearer');
  if (issuesRefreshTokens(play) && request !== 'client') putRefreshToken(play, request, put);
  const lifetime = toldLifetime(play);
  if (lifetime !== undefined) {
    put(response.expires ?? 'expires_in', told(play, lifetime));
    for (const fact of ['expires', 'expires_kind']) if (fact in response) play.seen.add(`response.${fact}`);
  }
  if (play.scopes.includes('openid'))
    put('id_token', jwt({ sub: 'ada', email: 'ada@acme.example', name: 'Ada Lovelace' }));
  if (request !== 'refresh') for (const [path, value] of tellTokenAnswer(play)) put(path, value);
  for (const fact of ['access_token', 'refresh_token', 'success', 'access_token_claims', 'format'])
    if (fact in response) play.seen.add(`response.${fact}`);
  return written(play, body, request === 'code' && needs(facts, 'resp.form_encoded') ? 'form' : response.format);
}

function putRefreshToken(play: Play, request: string, put: (path: string, value: unknown) => void): void {
  const rotates = play.facts.refresh_token_rotates;
  // RFC 6749 section 6: an answer without one means that the old one stays.
  if (request === 'refresh' && rotates === 'no') return;
  if (request !== 'refresh' || rotates === 'yes') {
    if (play.refreshToken !== undefined) play.spentTokens.add(play.refreshToken);
    play.refreshToken = `re/fresh+${++play.count}=`;
  }
  const { refresh_token, refresh_expires } = play.facts.response ?? {};
  put(refresh_token ?? 'refresh_token', play.refreshToken);
  if (refresh_expires !== undefined) put(refresh_expires, toldRefreshLifetime);
}

/** A refusal, in the shape that the facts tell. */
export function refusalAnswer(play: Play, refused: Refused): Answer {
  const { failure } = play.facts.response ?? {};
  if (failure) {
    play.seen.add('response.failure');
    return { status: 200, type: 'application/json', body: JSON.stringify(typed(failure)) };
  }
  const error = { error: refused.error, error_description: refused.message };
  const answer = written(play, play.facts.response?.format === 'xml' ? { refusal: error } : error);
  return { ...answer, status: refused.error === 'invalid_client' ? 401 : 400 };
}

/** An answer without tokens that says that all went well. */
export function successAnswer(play: Play, members: Readonly<Record<string, string>> = {}): Answer {
  let body: unknown = typed(play.facts.response?.success);
  for (const [path, value] of Object.entries(members)) body = withValue(body, path.split('.'), value);
  return written(play, body);
}

function written(
  { facts }: Play,
  body: unknown,
  format: 'form' | 'json' | 'xml' = facts.response?.format ?? 'json',
): Answer {
  if (format === 'xml') return { status: 200, type: 'application/xml; charset=utf-8', body: xml(body) };
  if (format === 'json') return { status: 200, type: 'application/json', body: JSON.stringify(body) };
  const pairs = Object.entries(body as Record<string, unknown>).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return { status: 200, type: 'text/plain', body: new URLSearchParams(pairs).toString() };
}

function xml(body: unknown): string {
  const document = new DOMImplementation().createDocument(null, '');
  appendMembers(document, document, body);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}`;
}

function appendMembers(document: Document, parent: Node, members: unknown): void {
  for (const [name, value] of Object.entries(members as Readonly<Record<string, unknown>>)) {
    const element = document.createElement(name);
    // As those say it who write dates into XML; an attribute must not change what is read.
    if (/^\d{4}-/.test(String(value))) element.setAttribute('type', 'datetime');
    if (parent !== document) parent.appendChild(document.createTextNode('\n  '));
    parent.appendChild(element);
    if (value !== null && typeof value === 'object') appendMembers(document, element, value);
    else element.appendChild(document.createTextNode(String(value)));
  }
}

function told({ facts, now }: Play, lifetime: number): number | string {
  switch (facts.response?.expires_kind) {
    case 'iso':
      return new Date(now() + lifetime * 1000).toISOString();
    case 'unix_seconds':
      return Math.floor(now() / 1000) + lifetime;
    case 'unix_ms':
      return now() + lifetime * 1000;
    default:
      return lifetime;
  }
}

function newAccessToken(play: Play): string {
  const claims = play.facts.response?.access_token_claims;
  if (!claims) return `ac/cess+${++play.count}=`;
  const iat = Math.floor(play.now() / 1000);
  for (const [name, value] of Object.entries(claims)) play.told.set(name, value);
  return jwt({ ...claims, iat, exp: iat + (play.facts.access_token_lifetime ?? 3600), jti: String(++play.count) });
}

function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmVk`;
}

/** Facts are texts; what looks like a number or a truth value is sent as one. */
function typed(members: Readonly<Record<string, string>> | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(members ?? {}).map(([name, value]) => [
      name,
      /^(true|false|0|[1-9]\d*)$/.test(value) ? JSON.parse(value) : value,
    ]),
  );
}

/** A copy with a value at a path; numbers are places in a list. */
function withValue(root: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (/^\d+$/.test(name)) {
    const list: unknown[] = Array.isArray(root) ? [...root] : [];
    list[Number(name)] = withValue(list[Number(name)], rest, value);
    return list;
  }
  const members = (root ?? {}) as Readonly<Record<string, unknown>>;
  return { ...members, [name]: withValue(members[name], rest, value) };
}

/** Whether a refresh token is the one that is good now. */
export function checkRefreshToken(play: Play, given: string): boolean {
  return play.refreshToken !== undefined && matchesText(play, '{refresh_token}', given);
}

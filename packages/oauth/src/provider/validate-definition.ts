import { reservedAuthorizationParameters } from '../authorize/authorization-request.js';
import type { Definition } from './definition.js';
import { templateProblem } from './template.js';

/** What is wrong with one field, in words that say what to do. */
export interface FieldProblem {
  readonly field: string;
  readonly messages: readonly string[];
}

export type ValidatedDefinition =
  | { readonly kind: 'definition'; readonly definition: Definition }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] };

/** A check of one value: the problem in words, or `undefined`. */
type Check = (value: unknown) => string | undefined;

const text: Check = (value) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 2000 ? undefined : 'must be a text';
const url: Check = (value) => (typeof value === 'string' ? templateProblem(value) : 'must be a URL');
const issuer: Check = (value) => url(value) ?? (/[{}?#]/.test(value as string) ? 'must be a plain URL' : undefined);
const seconds: Check = (value) =>
  Number.isInteger(value) && (value as number) > 0 ? undefined : 'must be a whole number of seconds above 0';
const oneOf =
  (...choices: readonly string[]): Check =>
  (value) =>
    choices.includes(value as string) ? undefined : `must be one of ${choices.join(', ')}`;
const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => text(item) === undefined) ? undefined : 'must be a list of texts';
const separator: Check = (value) =>
  typeof value === 'string' && /^[ ,;+]{1,2}$/.test(value)
    ? undefined
    : 'must be a space, a comma, a semicolon or a plus';
const scopes: Check = (value) =>
  Array.isArray(value) && value.every(isScope) ? undefined : 'must be a list of {scope, label, need} and nothing else';
const need = oneOf('required', 'optional');
const scopeFields: Readonly<Record<string, Check>> = {
  scope: text,
  label: (value) => (value === undefined ? undefined : text(value)),
  need: (value) => (value === undefined ? undefined : need(value)),
};
const parameters: Check = (value) => {
  if (!isObject(value)) return 'must be an object of parameters';
  for (const [name, item] of Object.entries(value)) {
    if (isReserved(name)) return `must not set ${name}: Latchkey sets it itself`;
    if (typeof item !== 'string') return `must give a text for ${name}`;
  }
  return undefined;
};

const fields: Readonly<Record<string, Check>> = {
  name: text,
  issuer,
  'authorize.url': url,
  'authorize.parameters': parameters,
  'authorize.pkce': oneOf('S256', 'none'),
  'authorize.iss': oneOf('required', 'if_sent'),
  'token.url': url,
  'token.clientAuthentication': oneOf('client_secret_basic', 'client_secret_post', 'none'),
  'token.defaultExpiresIn': seconds,
  'refresh.url': url,
  'refresh.reuseGrace': seconds,
  'refresh.terminalErrors': texts,
  'revoke.url': url,
  'revoke.reach': oneOf('grant', 'account'),
  scopeSeparator: separator,
  scopes,
  'account.idTokenClaim': text,
  'account.tokenMember': text,
  exposeMembers: texts,
};
const groups = new Set(['authorize', 'token', 'refresh', 'revoke', 'account']);
const required = ['name', 'authorize.url', 'token.url'];

/** Prismatic's flat names, accepted and mapped. */
const aliases: Readonly<Record<string, string>> = {
  authorizeUrl: 'authorize.url',
  tokenUrl: 'token.url',
  refreshUrl: 'refresh.url',
  revokeUrl: 'revoke.url',
};

/**
 * Checks a definition given as JSON and says everything that is wrong with it, field by field. Unknown keys are errors;
 * the result holds nothing but known fields.
 */
export function validateDefinition(json: unknown): ValidatedDefinition {
  if (!isObject(json)) return { kind: 'invalid', problems: [{ field: '', messages: ['must be an object'] }] };
  const problems: FieldProblem[] = [];
  const flat = new Map<string, unknown>();
  const put = (field: string, value: unknown) => {
    const check = Object.hasOwn(fields, field) ? fields[field] : undefined;
    const problem = check ? check(value) : 'is not a field of a definition';
    if (problem) problems.push({ field, messages: [problem] });
    else if (flat.has(field)) problems.push({ field, messages: ['is given twice'] });
    else flat.set(field, value);
  };
  for (const [key, value] of Object.entries(json)) {
    if (Object.hasOwn(aliases, key)) put(aliases[key] as string, value);
    else if (key.includes('.')) problems.push({ field: key, messages: ['is not a field of a definition'] });
    else if (groups.has(key) && isObject(value))
      for (const [inner, item] of Object.entries(value)) put(`${key}.${inner}`, item);
    else put(key, value);
  }
  for (const field of required)
    if (!flat.has(field) && !problems.some((problem) => problem.field === field))
      problems.push({ field, messages: ['is required'] });
  const repeated = duplicateParameter(flat);
  if (repeated) problems.push({ field: 'authorize.url', messages: [repeated] });
  if (problems.length > 0) return { kind: 'invalid', problems };
  return { kind: 'definition', definition: nest(flat) as unknown as Definition };
}

/**
 * A parameter's name as careless servers read it: any case, and every other character an underscore (PHP takes
 * `client.id` and `client id` for `client_id`).
 */
function folded(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function isReserved(name: string): boolean {
  return reservedAuthorizationParameters.has(folded(name));
}

/** The authorization endpoint's own query may not set what the engine, or the parameters, set. */
function duplicateParameter(flat: ReadonlyMap<string, unknown>): string | undefined {
  const url = String(flat.get('authorize.url') ?? '');
  // All of it: a query may hold further question marks.
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  const names = [...new URLSearchParams(query)].map(([name]) => name);
  const given = Object.keys((flat.get('authorize.parameters') as object | undefined) ?? {});
  const seen = new Set<string>();
  for (const name of [...names, ...given]) {
    if (isReserved(name)) return `must not set ${name} in its query: Latchkey sets it itself`;
    if (seen.has(folded(name))) return `sets ${name} twice`;
    seen.add(folded(name));
  }
  return undefined;
}

function nest(flat: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const [field, value] of flat) {
    const [group, inner] = field.split('.') as [string, string?];
    if (inner === undefined) nested[group] = value;
    else nested[group] = { ...(nested[group] as object | undefined), [inner]: value };
  }
  return nested;
}

function isScope(value: unknown): boolean {
  return (
    isObject(value) &&
    Object.keys(value).every((key) => Object.hasOwn(scopeFields, key)) &&
    Object.entries(scopeFields).every(([key, check]) => check(value[key]) === undefined)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

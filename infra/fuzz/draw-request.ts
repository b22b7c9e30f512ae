import { hostileBody, hostileText, hostileValue } from './hostile-values.js';
import type { OpenApi, Operation } from './openapi.js';
import type { Random } from './random.js';
import { createValueMaker, type KnownThings } from './valid-values.js';

/** A request as it goes over the wire. */
export interface DrawnRequest {
  readonly operation: Operation;
  readonly kind: 'valid' | 'nearly valid' | 'hostile';
  readonly method: string;
  /** Path and query, encoded or hostile. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  /** Secrets of this request, which no answer may hold. */
  readonly secrets: readonly string[];
}

/** The resource that an id in a path is of. */
const pathIds: Readonly<Record<string, string>> = {
  'api-keys': 'key',
  integrations: 'int',
  'connection-configs': 'cfg',
  customers: 'cus',
  instances: 'ins',
  connections: 'conn',
  'webhook-endpoints': 'whe',
  domains: 'dom',
};

/** Draws a request for an operation. `apiKey` may do everything. */
export function drawRequest(
  api: OpenApi,
  operation: Operation,
  random: Random,
  known: KnownThings,
  apiKey: string,
): DrawnRequest {
  const share = random.below(100);
  const kind = share < 35 ? 'valid' : share < 80 ? 'nearly valid' : 'hostile';
  const secrets: string[] = [];
  const values = createValueMaker(api, known, random, (value) => void secrets.push(value));
  /** Which part of a nearly valid request is odd; of a hostile one every part may be. */
  const odd = random.pick(['path', 'query', 'headers', 'body', 'body', 'text']);
  const isOdd = (part: string) => (kind === 'hostile' ? random.percent(50) : kind === 'nearly valid' && odd === part);

  const [, , resource = ''] = operation.path.split('/');
  // A user or a variable is below whom it belongs to, mostly.
  const child = values.id(operation.path.includes('{userId}') ? 'usr' : 'var');
  const owner = random.percent(80) ? known.owners[child] : undefined;
  const hasChild = /\{(userId|variableId)\}/.test(operation.path);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (isOdd('path')) return encodedOrNot(hostileText(random), random);
    if (name === 'id') return (hasChild ? owner : undefined) ?? values.id(pathIds[resource] ?? 'key');
    if (name === 'userId' || name === 'variableId') return child;
    if (name === 'environment') return random.pick(['production', 'sandbox']);
    if (resource === 'providers') return random.pick(['xero', 'github', 'nobody']);
    return name === 'key' ? random.pick(['books', 'crm', 'accounting']) : random.word(16);
  });

  const query: string[] = [];
  for (const { name, schema = {} } of operation.parameters.filter((one) => one.in === 'query')) {
    if (!random.percent(name === 'after' ? 10 : 40)) continue;
    const value = isOdd('query') ? hostileText(random) : values.make(schema, name);
    for (const one of [value].flat()) query.push(`${name}=${encodedOrNot(String(one), random)}`);
    if (isOdd('query')) query.push(`${name}=${encoded(hostileText(random))}`);
  }
  if (isOdd('query')) query.push(`${encoded(hostileText(random))}=${encoded(hostileText(random))}`);
  if (isOdd('query') && random.percent(10)) query.push(`limit=${'9'.repeat(random.pick([10, 400, 12_000]))}`);

  const headers: Record<string, string> = { authorization: `Bearer ${apiKey}` };
  if (operation.method === 'POST' && random.percent(30))
    headers['idempotency-key'] = random.word(random.pick([1, 2, 20]));
  let body: string | Buffer | undefined;
  if (operation.body) {
    let value = values.make(operation.body, '');
    const times = isOdd('body') ? 1 + random.below(3) : 0;
    for (let change = 0; change < times; change++) value = mutate(value, random);
    body = JSON.stringify(value) ?? '';
    if (isOdd('text')) body = hostileBody(random, body);
    headers['content-type'] = 'application/json';
  } else if (isOdd('body')) {
    body = random.pick(['{}', 'null', hostileText(random), JSON.stringify(hostileValue(random)) ?? '']);
    headers['content-type'] = 'application/json';
  }
  if (isOdd('headers')) oddHeaders(headers, random);
  return { operation, kind, method: operation.method, target: targetOf(path, query), headers, body, secrets };
}

/** One node of a value becomes something else, goes, or comes. */
function mutate(value: unknown, random: Random): unknown {
  if (typeof value === 'object' && value !== null && !random.percent(20)) {
    const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
    const names = Object.keys(copy);
    const action = random.below(10);
    if (names.length === 0 || action < 2) {
      Object.defineProperty(copy, Array.isArray(value) ? String(names.length) : hostileText(random), {
        ...{ value: hostileValue(random), enumerable: true, configurable: true, writable: true },
      });
      return copy;
    }
    const name = random.pick(names);
    if (action < 4 && !Array.isArray(value)) delete copy[name];
    else copy[name] = mutate(copy[name], random);
    return copy;
  }
  return hostileValue(random);
}

/** One or two headers become something else; `undefined` is none. */
function oddHeaders(headers: Record<string, string>, random: Random): void {
  const changes: (() => readonly [name: string, value: string | undefined])[] = [
    () => ['idempotency-key', headerText(random)],
    () => ['content-type', random.pick(contentTypes)],
    () => ['content-type', undefined],
    () => ['authorization', random.pick(['', 'Bearer', 'Basic eDp5', 'Bearer lk_x', `Bearer lk_${'A'.repeat(43)}`])],
    () => ['authorization', random.percent(50) ? undefined : headerText(random)],
    () => ['accept', random.pick(['text/html', 'application/xml;q=1', '*/*;q=0', headerText(random)])],
    () => ['content-encoding', random.pick(['gzip', 'br', 'identity', 'deflate', headerText(random)])],
    () => ['x-forwarded-for', headerText(random)],
    () => ['traceparent', headerText(random)],
    () => ['accept-version', random.pick(['9.9.9', '*', headerText(random)])],
    () => [`x-${random.word(8)}`, 'x'.repeat(random.pick([10, 4000, 20_000]))],
    () => ['cookie', headerText(random)],
    () => ['host', random.pick(['evil.example', '127.0.0.1:1', 'a,b', '[::1]'])],
  ];
  const count = 1 + random.below(2);
  for (let change = 0; change < count; change++) {
    const [name, value] = random.pick(changes)();
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
}

const contentTypes = [
  ...[
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json; charset=utf-16',
  ],
  ...[
    'application/json;',
    'application/jsonx',
    'application/merge-patch+json',
    'APPLICATION/JSON',
    'json',
    '*/*',
    ';',
    'a/b; c="',
  ],
];

/** What Node lets into a header: anything else would not leave this process. */
function headerText(random: Random): string {
  return hostileText(random)
    .replaceAll(/[^\x20-\x7e\x80-\xff]/g, '')
    .slice(0, 5000);
}

/** A lone surrogate, which has no encoding, becomes U+FFFD. */
function encoded(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

function encodedOrNot(text: string, random: Random): string {
  if (random.percent(80)) return encoded(text);
  // As it is, where it can stand in a request line at all.
  return text.replaceAll(/[^\x21-\x7e]/g, '') || encoded(text);
}

function targetOf(path: string, query: readonly string[]): string {
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

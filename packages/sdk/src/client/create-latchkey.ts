import type { components } from '../generated/openapi.js';
import { LatchkeyError } from './latchkey-error.js';
import type { AnswerOf, Arguments, Method, OptionsOf, PathOf } from './operations.js';

export interface LatchkeyOptions {
  /** Such as `https://api.example.com`. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** In place of the platform's. */
  readonly fetch?: typeof fetch;
}

type Call<M extends Method> = <P extends PathOf<M>>(
  path: P,
  ...args: Arguments<OptionsOf<M, P>>
) => Promise<AnswerOf<M, P>>;

/** The API, typed by its OpenAPI document. Every call rejects with a LatchkeyError when the API refuses it. */
export interface Latchkey {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
}

/** The schemas of the API by name, as `Schemas['Connection']`. */
export type Schemas = components['schemas'];

interface AnyOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/**
 * A client for vendors' servers:
 * `const { accessToken } = await latchkey.get('/v1/connections/{id}/access-token', { path: { id } })`.
 */
export function createLatchkey({ apiUrl, apiKey, fetch: send = fetch }: LatchkeyOptions): Latchkey {
  const base = apiUrl.replace(/\/+$/, '');

  async function call(method: Method, path: string, options: AnyOptions = {}): Promise<unknown> {
    const { body, signal } = options;
    const response = await send(`${base}${fillPath(path, options.path ?? {})}${queryText(options.query ?? {})}`, {
      method: method.toUpperCase(),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'post' ? { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    const answer = await readJson(response);
    if (response.ok && answer !== undefined) return answer;
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    throw new LatchkeyError(response.status, answer ?? {}, Number.isFinite(retryAfter) ? retryAfter : undefined);
  }

  const caller = <M extends Method>(method: M) =>
    ((path: string, options?: AnyOptions) => call(method, path, options)) as unknown as Call<M>;
  return {
    get: caller('get'),
    post: caller('post'),
    put: caller('put'),
    patch: caller('patch'),
    delete: caller('delete'),
  };
}

function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined || value === '') throw new TypeError(`the path parameter ${name} is missing`);
    return encodeURIComponent(value);
  });
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) parameters.append(name, String(one));
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** The JSON object of an answer; `undefined` for anything else, such as a proxy's page. */
async function readJson(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const answer: unknown = await response.json();
    return answer !== null && typeof answer === 'object' ? (answer as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What the tests read of a connection. */
export interface ConnectionAnswer {
  readonly id: string;
  readonly connectionConfigId: string;
  readonly callbackUrl: string | null;
  readonly status: string;
  readonly health: string;
  readonly color: string;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly generation: number | null;
  readonly lastRefreshedAt: string | null;
  readonly grantedScopes: readonly string[];
  readonly lastFailure: { readonly error: string } | null;
  readonly lastRevocation: { readonly outcome: string } | null;
}

/** What the tests read of a line of a connection's log. */
export interface EventAnswer {
  readonly kind: string;
  readonly at: string;
  readonly reason: string | null;
  readonly actor: string | null;
  readonly details: Readonly<Record<string, string>>;
}

/** An answer of the API, whatever its status. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls of Latchkey's API with one key. All but `call` reject when the answer is no success. */
export interface ApiClient {
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  /** `conn_…` */
  connection(id: string): Promise<ConnectionAnswer>;
  /** Newest first. */
  events(connectionId: string): Promise<readonly EventAnswer[]>;
  accessToken(connectionId: string): Promise<string>;
}

/** `url` is the API's origin. */
export function apiClient(url: string, apiKey: string): ApiClient {
  const call = async (method: string, path: string, body?: unknown): Promise<ApiAnswer> => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  };
  const wanted = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  return {
    call,
    get: (path) => wanted('GET', path),
    post: (path, body) => wanted('POST', path, body),
    patch: (path, body) => wanted('PATCH', path, body),
    put: (path, body) => wanted('PUT', path, body),
    connection: (id) => wanted('GET', `/v1/connections/${id}`),
    events: async (id) =>
      (await wanted<{ items: readonly EventAnswer[] }>('GET', `/v1/connections/${id}/events?limit=100`)).items,
    accessToken: async (id) =>
      (await wanted<{ accessToken: string }>('GET', `/v1/connections/${id}/access-token`)).accessToken,
  };
}

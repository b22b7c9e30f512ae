/** One answer of Latchkey, as it came over the wire. */
export interface RecordedAnswer {
  readonly request: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  /** Status line, headers and body. */
  readonly text: string;
}

/** An HTTP client that keeps cookies, as a browser does, follows nothing by itself, and remembers every answer. */
export interface Visitor {
  readonly answers: readonly RecordedAnswer[];
  /** By name. */
  readonly cookies: ReadonlyMap<string, string>;
  get(url: string, headers?: Readonly<Record<string, string>>): Promise<RecordedAnswer>;
  /** As an HTML form. */
  postForm(
    url: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RecordedAnswer>;
  /** A string is sent as it is, labelled as JSON. */
  sendJson(
    method: string,
    url: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RecordedAnswer>;
}

export function createVisitor(): Visitor {
  const answers: RecordedAnswer[] = [];
  const cookies = new Map<string, string>();

  async function send(url: string, init: RequestInit & { readonly method: string }): Promise<RecordedAnswer> {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const body = await response.text();
    const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    const answer = {
      request: `${init.method} ${new URL(url).pathname}`,
      status: response.status,
      headers: response.headers,
      body,
      text: `${response.status}\n${head}\n\n${body}`,
    };
    answers.push(answer);
    return answer;
  }

  return {
    answers,
    cookies,
    get: (url, headers = {}) => send(url, { method: 'GET', headers }),
    postForm: (url, fields, headers = {}) =>
      send(url, { method: 'POST', headers, body: new URLSearchParams({ ...fields }) }),
    sendJson: (method, url, body, headers = {}) =>
      send(url, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

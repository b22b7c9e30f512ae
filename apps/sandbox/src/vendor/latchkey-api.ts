import { randomUUID } from 'node:crypto';

/** An answer of Latchkey's API: what was asked for, or a sentence to show and the HTTP status (none when there was no answer). */
export type ApiAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly sentence: string; readonly status?: number };

/** A connection as the vendor's page needs it. */
export interface ConnectionView {
  readonly id: string;
  /** The provider, as people know it. */
  readonly name: string;
  readonly status: string;
  readonly color: 'gray' | 'yellow' | 'green' | 'red';
  /** The sentence of the connection's reason, where there is one. */
  readonly reason?: string;
  /** ISO 8601. */
  readonly lastRefreshedAt?: string;
  readonly generation?: number;
}

/** An instance with its connections. */
export interface InstanceView {
  readonly id: string;
  readonly name: string;
  readonly customerId?: string;
  readonly connections: readonly ConnectionView[];
}

/** The outcome of a use of a connection, as `POST /v1/connections/{id}/executions` takes it. */
export interface Execution {
  readonly instanceId: string;
  readonly outcome: 'succeeded' | 'connection_error';
  readonly message?: string;
  readonly providerStatus?: number;
}

/** The few calls that the vendor's application makes. */
export interface LatchkeyApi {
  instance(id: string): Promise<ApiAnswer<InstanceView>>;
  customerName(id: string): Promise<ApiAnswer<string>>;
  openWizard(session: {
    readonly instanceId: string;
    readonly returnUrl: string;
    readonly userId?: string;
  }): Promise<ApiAnswer<{ readonly url: string; readonly ticket: string }>>;
  accessToken(connectionId: string): Promise<ApiAnswer<string>>;
  report(connectionId: string, execution: Execution): Promise<ApiAnswer<unknown>>;
}

type Json = Readonly<Record<string, unknown>>;

const timeoutMs = 10_000;
const colours = ['gray', 'yellow', 'green', 'red'] as const;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** The sentence of a problem+json answer (RFC 9457), or one of our own. */
function sentenceFor(status: number, body: Json): string {
  const told = text(body.detail) ?? text(body.title);
  if (status === 401) return `Latchkey refused the API key${told ? `: ${told}` : '.'}`;
  if (told) return told;
  return `Latchkey answered with HTTP ${status} and gave no reason.`;
}

function readConnection(value: unknown): ConnectionView {
  const body = object(value);
  const reason = text(body.reason) ?? text(object(body.reason).message) ?? text(object(body.reason).sentence);
  const lastRefreshedAt = text(body.lastRefreshedAt);
  return {
    id: String(body.id),
    name: text(body.providerName) ?? String(body.id),
    status: text(body.status) ?? 'unknown',
    color: colours.find((colour) => colour === body.color) ?? 'gray',
    ...(reason === undefined ? {} : { reason }),
    ...(lastRefreshedAt === undefined ? {} : { lastRefreshedAt }),
    ...(typeof body.generation === 'number' ? { generation: body.generation } : {}),
  };
}

function readInstance(body: Json): InstanceView {
  const customerId = text(body.customerId);
  return {
    id: String(body.id),
    name: text(body.name) ?? String(body.id),
    connections: Array.isArray(body.connections) ? body.connections.map(readConnection) : [],
    ...(customerId === undefined ? {} : { customerId }),
  };
}

/** Calls of Latchkey's REST API with the vendor's key. No call throws; a refusal is a value with a sentence. */
export function latchkeyApi(apiUrl: string, apiKey: string): LatchkeyApi {
  const call = async (path: string, body?: Json | Execution): Promise<ApiAnswer<Json>> => {
    let response: Response;
    let answer: Json;
    try {
      response = await fetch(new URL(path, apiUrl), {
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: { authorization: `Bearer ${apiKey}`, accept: 'application/json' },
        ...(body && {
          method: 'POST',
          headers: {
            authorization: `Bearer ${apiKey}`,
            accept: 'application/json',
            'content-type': 'application/json',
            'idempotency-key': randomUUID(),
          },
          body: JSON.stringify(body),
        }),
      });
      const raw = await response.text();
      answer = object(/\bjson\b/.test(response.headers.get('content-type') ?? '') && raw !== '' ? JSON.parse(raw) : {});
    } catch {
      return { kind: 'refused', sentence: `Latchkey’s API at ${apiUrl} did not answer. Is it running?` };
    }
    if (response.ok) return { kind: 'ok', value: answer };
    return { kind: 'refused', sentence: sentenceFor(response.status, answer), status: response.status };
  };
  const read = <T>(answer: ApiAnswer<Json>, reader: (body: Json) => T | undefined): ApiAnswer<T> => {
    if (answer.kind === 'refused') return answer;
    const value = reader(answer.value);
    if (value === undefined) return { kind: 'refused', sentence: 'Latchkey’s answer lacks what was asked for.' };
    return { kind: 'ok', value };
  };
  const id = encodeURIComponent;
  return {
    instance: async (instanceId) => read(await call(`/v1/instances/${id(instanceId)}`), readInstance),
    customerName: async (customerId) => read(await call(`/v1/customers/${id(customerId)}`), (body) => text(body.name)),
    openWizard: async (session) =>
      read(await call('/v1/wizard-sessions', session), (body) => {
        const url = text(body.url);
        const ticket = text(body.ticket);
        return url !== undefined && ticket !== undefined && URL.canParse(url) ? { url, ticket } : undefined;
      }),
    accessToken: async (connectionId) =>
      read(await call(`/v1/connections/${id(connectionId)}/access-token`), (body) => text(body.accessToken)),
    report: (connectionId, execution) => call(`/v1/connections/${id(connectionId)}/executions`, execution),
  };
}

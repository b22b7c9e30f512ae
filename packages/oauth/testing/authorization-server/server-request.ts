import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request whose body has been read. */
export interface ServerRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The query's for GET, else the body's; a parameter without a value counts as absent (RFC 6749 §3.2). */
  readonly parameters: ReadonlyMap<string, string>;
  /** Names that were given more than once. */
  readonly repeated: readonly string[];
  readonly encoding: 'none' | 'form' | 'json' | 'unknown';
}

const mostBytes = 1024 * 1024;
const secretParameters = new Set([
  'code',
  'code_verifier',
  'refresh_token',
  'access_token',
  'token',
  'client_secret',
  'device_code',
  'consent_request',
]);
const connectionHeaders = new Set(['authorization', 'cookie', 'host', 'connection', 'content-length']);

/** Reads the whole request. Rejects when the client leaves or sends more than 1 MiB. */
export async function readRequest(message: IncomingMessage, query: string): Promise<ServerRequest> {
  const method = message.method ?? 'GET';
  const { headers } = message;
  if (method === 'GET' || method === 'HEAD') return { method, headers, ...readForm(query), encoding: 'none' };
  const text = await readBody(message);
  const mediaType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') {
    return { method, headers, ...readForm(text), encoding: 'form' };
  }
  if (mediaType === 'application/json') return { method, headers, ...readJson(text) };
  return { method, headers, parameters: new Map(), repeated: [], encoding: text === '' ? 'none' : 'unknown' };
}

function readBody(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes) message.destroy(new Error('The request body is over 1 MiB'));
      else chunks.push(chunk);
    });
    message.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    message.on('error', reject);
  });
}

function readForm(text: string): Pick<ServerRequest, 'parameters' | 'repeated'> {
  const parameters = new Map<string, string>();
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const [name, value] of new URLSearchParams(text)) {
    if (seen.has(name)) repeated.push(name);
    else if (value !== '') parameters.set(name, value);
    seen.add(name);
  }
  return { parameters, repeated };
}

function readJson(text: string): Pick<ServerRequest, 'parameters' | 'repeated' | 'encoding'> {
  const parameters = new Map<string, string>();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { parameters, repeated: [], encoding: 'unknown' };
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { parameters, repeated: [], encoding: 'unknown' };
  }
  for (const [name, value] of Object.entries(body)) {
    if (value !== null && value !== '') parameters.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return { parameters, repeated: [], encoding: 'json' };
}

/** The parameters for the ledger: secrets replaced. */
export function recordableParameters(request: ServerRequest): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of request.parameters) record[name] = secretParameters.has(name) ? '[secret]' : value;
  return record;
}

/** The headers for the ledger: without credentials and without those of the connection. */
export function recordableHeaders(request: ServerRequest): Record<string, string> {
  const record: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !connectionHeaders.has(name)) record[name] = String(value);
  }
  return record;
}

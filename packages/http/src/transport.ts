import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { type HttpOutcome, type HttpRequest, reveal, type TransportPort } from '@latchkey/oauth';
import { type EgressGuard, EgressRefusal } from './egress-guard.js';
import { badHeader } from './request-headers.js';
import { decodeBody } from './response-body.js';

export interface TransportOptions {
  readonly guard: EgressGuard;
  /** Sent unless a request brings its own `user-agent`. */
  readonly userAgent: string;
  /** Sockets open to one origin at once (default 64); further requests wait, and their time-out runs. */
  readonly maxSocketsPerOrigin?: number;
  /** Certificate authorities (PEM) in place of the system's. */
  readonly certificateAuthorities?: readonly string[];
}

/**
 * Idle sockets are closed after this many milliseconds, or sooner when the server says so. Shorter than servers'
 * customary 5 s and more: a request on a socket that the server is just closing is lost, and is ambiguous.
 */
const idleSocketMs = 4_000;

/** Interim answers (1xx) to one request; a server that sends more would keep a processor busy until the deadline. */
const mostInterimAnswers = 16;
/**
 * What an answer may take on the wire for each octet of the body that is allowed, and besides: chunks of an octet, or
 * with long extensions, would else let a small body be gigabytes.
 */
const wire = { octetsPerOctet: 8, besides: 128 * 1024 } as const;

/**
 * The only outbound HTTP client of the product. It never follows a redirect and never sends a request twice. `send`
 * rejects only for a bug; everything that a network or a server can do is an outcome.
 *
 * Why not `fetch`: whether a request may have left decides if a single-use refresh token may be sent again. Here not a
 * byte of the request is written before the socket is connected (and its TLS handshake done), so that every failure
 * before that moment is surely `not_sent`, and every one after it is `no_answer`.
 */
export function createTransport(options: TransportOptions): TransportPort & { close(): Promise<void> } {
  const agentOptions = {
    keepAlive: true,
    maxSockets: options.maxSocketsPerOrigin ?? 64,
    // As many: a worker that asks one server in bursts would otherwise connect anew for most of each burst.
    maxFreeSockets: options.maxSocketsPerOrigin ?? 64,
    timeout: idleSocketMs,
    // Node's 250 ms for each address of a name is too short for distant servers.
    autoSelectFamilyAttemptTimeout: 2_000,
  };
  const agents = {
    'http:': new HttpAgent(agentOptions),
    'https:': new HttpsAgent({
      ...agentOptions,
      ...(options.certificateAuthorities && { ca: [...options.certificateAuthorities] }),
    }),
  };
  const defaults = { 'user-agent': options.userAgent, 'accept-encoding': 'identity' };

  function open(request: HttpRequest): ClientRequest | string {
    const decision = options.guard.check(request.url);
    if (decision.kind === 'refused') return `egress_refused: ${decision.reason}`;
    const bad = badHeader(request.headers);
    if (bad !== undefined) return `invalid_header: ${JSON.stringify(bad)}`;
    const { url, lookup } = decision;
    const own = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const headers = { ...defaults, ...Object.fromEntries(own), ...contentLength(request) };
    const shared = { method: request.method, headers, lookup };
    if (url.protocol === 'http:') return httpRequest(url, { ...shared, agent: agents['http:'] });
    if (!request.clientCertificate) return httpsRequest(url, { ...shared, agent: agents['https:'] });
    const pem = reveal(request.clientCertificate);
    try {
      // Agents keep sockets of different certificates apart.
      return httpsRequest(url, { ...shared, cert: pem, key: pem, agent: agents['https:'] });
    } catch {
      return 'invalid_client_certificate'; // the error may quote the text
    }
  }

  return {
    async send(request, limits) {
      const started = performance.now();
      const opened = open(request);
      const outcome = typeof opened === 'string' ? notSent(opened) : await exchange(opened, request.body, limits);
      return { ...outcome, elapsedMs: performance.now() - started };
    },
    /** Closes idle sockets at once, and those in use when their answer is there. */
    async close() {
      for (const agent of Object.values(agents)) {
        agent.maxFreeSockets = 0;
        for (const socket of Object.values(agent.freeSockets).flat()) socket?.destroy();
      }
    },
  };
}

type Limits = Parameters<TransportPort['send']>[1];
type Untimed<T> = T extends unknown ? Omit<T, 'elapsedMs'> : never;
type Outcome = Untimed<HttpOutcome>;

/** Sends one opened request and waits for its end, whatever it be, no longer than the time-out. */
function exchange(request: ClientRequest, body: string | undefined, limits: Limits): Promise<Outcome> {
  return new Promise((resolve) => {
    let left = false;
    let answering = false;
    let interimAnswers = 0;
    let readBefore = 0;
    // By both clocks: one of them stands still while the machine sleeps, the other may be set.
    const [began, beganAt] = [performance.now(), Date.now()];
    const isLate = () => performance.now() - began >= limits.timeoutMs || Date.now() - beganAt >= limits.timeoutMs;

    const settle = (outcome: Outcome) => {
      clearTimeout(deadline);
      resolve(outcome); // the first call decides; later ones are the aftermath of destroy()
      if (outcome.kind !== 'response') request.destroy();
    };
    const fail = (cause: string) => {
      if (!left) settle(notSent(cause));
      else if (cause === 'timeout') settle(noAnswer('timeout'));
      else if (cause === 'HPE_HEADER_OVERFLOW') settle(noAnswer('too_large'));
      else settle(noAnswer(answering || cause.startsWith('HPE_') ? 'truncated' : 'reset')); // HPE_: not HTTP
    };
    // After a pause of this process (SIGSTOP, a busy loop) the answer may be waiting in the kernel: it is read first.
    const deadline = setTimeout(() => setImmediate(() => fail('timeout')), limits.timeoutMs);

    // Once an answer began, its own end decides: a server may answer and close before it has read the whole request.
    request.on('error', (error) => answering || fail(causeOf(error)));
    request.on('close', () => answering || fail('closed'));
    request.on('information', () => {
      interimAnswers += 1;
      if (interimAnswers > mostInterimAnswers) settle(noAnswer('too_large'));
    });
    request.on('socket', (socket) => {
      readBefore = socket.bytesRead; // of earlier answers, when it is used again
      whenConnected(socket, () => {
        if (request.destroyed) return;
        // After a pause of this process somebody else may have taken over what it was about to send.
        if (isLate()) return fail('timeout');
        left = true;
        request.end(body);
      });
    });
    request.on('response', (response) => {
      answering = true;
      readBody(response, limits.maxResponseBytes, readBefore).then(settle, () => fail('truncated'));
    });
  });
}

/** Runs `send` once nothing can keep the request from leaving. A socket that was used before is ready at once. */
function whenConnected(socket: Socket, send: () => void): void {
  if (socket.destroyed) return; // it failed before it was handed over: its error is about to be told
  const secureConnecting = 'secureConnecting' in socket && socket.secureConnecting === true;
  if (secureConnecting) socket.once('secureConnect', send);
  else if (socket.connecting) socket.once('connect', send);
  else send();
}

async function readBody(response: IncomingMessage, maxBytes: number, readBefore: number): Promise<Outcome> {
  const bytes = await bodyBytes(response, maxBytes, readBefore);
  if (bytes === 'too_large') return noAnswer('too_large');
  if (!response.complete) return noAnswer('truncated');
  const headers = joinHeaders(response.rawHeaders);
  const body = await decodeBody(bytes, headers['content-encoding'], maxBytes);
  if (typeof body === 'string') return noAnswer(body);
  return { kind: 'response', status: response.statusCode ?? 0, headers, body: body.text };
}

/** Listens by itself: to iterate over a stream costs more than all else that is done with an answer. */
function bodyBytes(response: IncomingMessage, maxBytes: number, readBefore: number): Promise<Buffer | 'too_large'> {
  const mostRead = readBefore + wire.octetsPerOctet * maxBytes + wire.besides;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes || response.socket.bytesRead > mostRead) resolve('too_large');
      else chunks.push(chunk);
    });
    response.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    response.on('error', reject);
    // Every answer is closed, and an error costs its stack: only one that is cut off makes one.
    response.on('close', () => response.complete || reject(new Error('closed before its end')));
  });
}

/** Names in lower case; repeated ones joined by a comma (RFC 9110, 5.3), which Node does not do for all names. */
function joinHeaders(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? '').toLowerCase();
    const value = raw[i + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

function contentLength({ method, body }: HttpRequest): { 'content-length'?: string } {
  if (body === undefined && method === 'GET') return {};
  return { 'content-length': String(Buffer.byteLength(body ?? '')) };
}

/** A code, never a foreign message: messages may quote what was sent. */
function causeOf(error: Error): string {
  // Several addresses were tried: the last one's error stands for all.
  const last = error instanceof AggregateError ? (error.errors.at(-1) ?? error) : error;
  if (last instanceof EgressRefusal) return `egress_refused: ${last.message}`;
  return 'code' in last && typeof last.code === 'string' ? last.code : 'failed';
}

function notSent(cause: string): Outcome {
  return { kind: 'not_sent', cause };
}

function noAnswer(cause: 'timeout' | 'reset' | 'truncated' | 'too_large'): Outcome {
  return { kind: 'no_answer', cause };
}

import type { Test } from 'tap';
import type { HttpRequest, TransportPort } from '../../src/ports.js';

/** How an endpoint of a transport fixture behaves. */
export type PeerBehaviour =
  /** Answers 200 with what it got, as JSON: {method, headers, body}; header names in lower case. */
  | { readonly kind: 'echo' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Sends the head and half of the body, then nothing more. */
  | { readonly kind: 'hang_in_body' }
  /** Takes the request and breaks the connection; or half-way through the body. */
  | { readonly kind: 'reset' | 'reset_in_body' }
  /** Nobody listens there. */
  | { readonly kind: 'absent' };

export interface Peer {
  readonly url: string;
  /** How many requests reached it. */
  requests(): number;
}

export interface TransportFixture {
  readonly transport: TransportPort;
  peer(behaviour: PeerBehaviour): Promise<Peer>;
  /** Runs on while a request waits: passes on simulated time, resolves at once on real time. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

const limits = { timeoutMs: 5000, maxResponseBytes: 10_000 };

/** What ports.ts promises of TransportPort, as tests. */
export async function transportPortConformance(t: Test, makeFixture: () => Promise<TransportFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  const post = (url: string): HttpRequest => ({
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'Basic eA==',
    },
    body: 'grant_type=refresh_token&refresh_token=r%2Bt',
  });
  async function send(url: string, change: Partial<typeof limits> = {}) {
    const outcome = fixture.transport.send(post(url), { ...limits, ...change });
    await fixture.pass(10_000);
    return await outcome;
  }

  t.test('the request arrives as it was given, and its answer as it was sent', async (t) => {
    const peer = await fixture.peer({ kind: 'echo' });
    const outcome = await send(peer.url);
    if (outcome.kind !== 'response') throw new Error(`no response but ${outcome.kind}: ${outcome.cause}`);
    const seen = JSON.parse(outcome.body) as { method: string; headers: Record<string, string>; body: string };
    t.equal(outcome.status, 200);
    t.equal(seen.method, 'POST');
    t.equal(seen.body, post('').body);
    for (const [name, value] of Object.entries(post('').headers)) t.equal(seen.headers[name], value, name);
    t.ok(outcome.elapsedMs >= 0);
    t.equal(peer.requests(), 1);
  });

  t.test('header names come in lower case, octets as UTF-8', async (t) => {
    const peer = await fixture.peer({ kind: 'answer', status: 429, headers: { 'retry-after': '7' }, body: 'ünï 漢字' });
    const outcome = await send(peer.url);
    t.match(outcome, { kind: 'response', status: 429, headers: { 'retry-after': '7' }, body: 'ünï 漢字' });
  });

  t.test('every status is an answer; redirects are not followed', async (t) => {
    const target = await fixture.peer({ kind: 'echo' });
    for (const status of [204, 301, 302, 307, 308, 400, 401, 500, 503]) {
      const headers = status > 300 && status < 400 ? { location: target.url } : {};
      const peer = await fixture.peer({ kind: 'answer', status, headers });
      t.match(await send(peer.url), { kind: 'response', status }, String(status));
      t.equal(peer.requests(), 1, 'sent once');
    }
    t.equal(target.requests(), 0);
  });

  t.test('no answer in time is no answer', async (t) => {
    for (const kind of ['hang', 'hang_in_body'] as const) {
      const peer = await fixture.peer({ kind });
      const outcome = await send(peer.url, { timeoutMs: 300 });
      t.match(outcome, { kind: 'no_answer', cause: 'timeout' }, kind);
      t.ok(outcome.elapsedMs >= 290, `${kind}: waited ${outcome.elapsedMs} ms`);
      t.equal(peer.requests(), 1, 'sent once');
    }
  });

  t.test('a connection that breaks is no answer, and nothing is sent again', async (t) => {
    for (const kind of ['reset', 'reset_in_body'] as const) {
      const peer = await fixture.peer({ kind });
      const outcome = await send(peer.url);
      t.equal(outcome.kind, 'no_answer', kind);
      t.ok(outcome.kind === 'no_answer' && ['reset', 'truncated'].includes(outcome.cause), kind);
      t.equal(peer.requests(), 1, 'sent once');
    }
  });

  t.test('an answer that is too large is not read to its end', async (t) => {
    const peer = await fixture.peer({ kind: 'answer', status: 200, body: 'x'.repeat(10_001) });
    t.match(await send(peer.url), { kind: 'no_answer', cause: 'too_large' });
    const fitting = await fixture.peer({ kind: 'answer', status: 200, body: 'x'.repeat(10_000) });
    t.match(await send(fitting.url), { kind: 'response', status: 200 });
  });

  t.test('where nobody listens, nothing was sent', async (t) => {
    const peer = await fixture.peer({ kind: 'absent' });
    t.equal((await send(peer.url)).kind, 'not_sent');
  });
}

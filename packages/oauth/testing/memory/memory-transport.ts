import type { HttpOutcome, HttpRequest, TransportPort } from '../../src/ports.js';
import type { SimulatedClock } from './simulated-clock.js';

/** What an endpoint in memory answers; header names in lower case. */
export interface MemoryAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export type MemoryHandler = (request: HttpRequest) => MemoryAnswer;

/** What happens to one request on its way. All times in milliseconds. */
export type Passage =
  /** It arrives after `there`, the answer after `back` more. */
  | { readonly kind: 'delivered'; readonly there?: number; readonly back?: number }
  /** Nothing leaves. */
  | { readonly kind: 'refused'; readonly cause?: string }
  /** The request is lost on its way, or its answer is; seen as a reset after `after`. */
  | { readonly kind: 'request_lost' | 'answer_lost'; readonly after?: number }
  /** It hangs until the promise resolves, then arrives and is answered. */
  | { readonly kind: 'held'; readonly until: Promise<void> };

/** One request that was sent. `endedAt` is when the sender had its outcome. */
export interface Sent {
  readonly request: HttpRequest;
  readonly startedAt: number;
  endedAt?: number;
  outcome?: HttpOutcome;
  /** The handler was run, whatever the sender heard of it. */
  acted: 'yes' | 'no';
}

export interface MemoryTransport extends TransportPort {
  readonly sent: readonly Sent[];
  handler: MemoryHandler;
  /** Chooses the passage of each request; delivered at once unless said otherwise. */
  passage: (request: HttpRequest) => Passage;
}

/** Hands requests to a function in memory, on simulated time, and writes down each. */
export function memoryTransport(clock: SimulatedClock, handler: MemoryHandler): MemoryTransport {
  const sent: Sent[] = [];
  const transport: MemoryTransport = {
    sent,
    handler,
    passage: () => ({ kind: 'delivered' }),
    async send(request, limits) {
      const entry: Sent = { request, startedAt: clock.monotonic(), acted: 'no' };
      sent.push(entry);
      const travel = outcomeOf(transport.passage(request), entry, limits.maxResponseBytes);
      const outcome = await Promise.race([travel, timeout(limits.timeoutMs)]);
      entry.endedAt = clock.monotonic();
      entry.outcome = outcome;
      return outcome;
    },
  };

  async function timeout(ms: number): Promise<HttpOutcome> {
    await clock.sleep(ms);
    return { kind: 'no_answer', cause: 'timeout', elapsedMs: ms };
  }

  async function outcomeOf(passage: Passage, entry: Sent, maxBytes: number): Promise<HttpOutcome> {
    const elapsedMs = () => clock.monotonic() - entry.startedAt;
    const act = () => {
      entry.acted = 'yes';
      return transport.handler(entry.request);
    };
    switch (passage.kind) {
      case 'refused':
        return { kind: 'not_sent', cause: passage.cause ?? 'ECONNREFUSED', elapsedMs: elapsedMs() };
      case 'request_lost':
      case 'answer_lost':
        if (passage.kind === 'answer_lost') act();
        if (passage.after) await clock.sleep(passage.after);
        return { kind: 'no_answer', cause: 'reset', elapsedMs: elapsedMs() };
      case 'held':
        await passage.until;
        return read(act(), elapsedMs(), maxBytes);
      case 'delivered': {
        if (passage.there) await clock.sleep(passage.there);
        const answer = act();
        if (passage.back) await clock.sleep(passage.back);
        return read(answer, elapsedMs(), maxBytes);
      }
    }
  }
  return transport;
}

function read(answer: MemoryAnswer, elapsedMs: number, maxBytes: number): HttpOutcome {
  if (new TextEncoder().encode(answer.body).length > maxBytes)
    return { kind: 'no_answer', cause: 'too_large', elapsedMs };
  return { kind: 'response', status: answer.status, headers: answer.headers ?? {}, body: answer.body, elapsedMs };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.js';
import type { LedgerBook, OpenEntry } from './ledger.js';

/** One request's way out: its effect, and each way to answer it or not. */
export interface Exchange {
  readonly entry: OpenEntry;
  /** Makes the request's effect and says its answer; call once. */
  perform(): Answer;
  send(answer: Answer): void;
  /** Declares the whole length, sends half of it, destroys the socket. */
  sendTruncated(answer: Answer): void;
  /** Destroys the socket. */
  drop(): void;
}

/** Binds an entry to its response; the entry ends with the first of an answer, a drop and the client's leaving. */
export function createExchange(
  message: IncomingMessage,
  response: ServerResponse,
  ledger: LedgerBook,
  entry: OpenEntry,
  now: () => number,
  effect: () => Answer,
): Exchange {
  response.on('close', () => ledger.end(entry, 'client_gone', now()));
  const isGone = () => response.destroyed || response.writableEnded;

  return {
    entry,
    perform() {
      const answer = effect();
      entry.outcome = answer.outcome;
      return answer;
    },
    send({ status, headers, body }) {
      if (isGone()) return;
      entry.status = status;
      ledger.end(entry, 'answered', now());
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      response.end(body);
    },
    sendTruncated({ status, headers, body }) {
      if (isGone()) return;
      entry.status = status;
      ledger.end(entry, 'truncated', now());
      const bytes = Buffer.from(body);
      response.writeHead(status, { ...headers, 'content-length': Math.max(bytes.length, 1) });
      response.flushHeaders();
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => message.socket.destroy());
    },
    drop() {
      if (isGone()) return;
      ledger.end(entry, 'dropped', now());
      message.socket.destroy();
    },
  };
}

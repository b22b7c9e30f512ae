import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a vendor's webhook endpoint got it. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The member `type` of the body. */
  readonly type: string;
}

/** How the next request is answered: with a status, or held until `release` is called. */
export type WebhookAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly held: Promise<unknown> };

/** A vendor's webhook endpoint on loopback, which keeps what it gets and answers 204 unless told otherwise. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** Answers the next requests so, in this order. */
  script(...answers: readonly WebhookAnswer[]): void;
  /** Resolves when so many requests have come in all. */
  arrivals(count: number): Promise<void>;
  close(): void;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const answers: WebhookAnswer[] = [];
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const answer = answers.shift() ?? { status: 204 };
    received.push({ headers, body, type: typeOf(body) });
    for (const look of waiting) look();
    await reply(response, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    received,
    script: (...next) => void answers.push(...next),
    arrivals: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (received.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function reply(response: ServerResponse, answer: WebhookAnswer): Promise<void> {
  if ('held' in answer) await answer.held;
  const { status, headers = {} } = 'held' in answer ? { status: 204 } : answer;
  response.writeHead(status, headers).end();
}

function typeOf(body: string): string {
  try {
    return String((JSON.parse(body) as { readonly type?: unknown }).type);
  } catch {
    return '';
  }
}

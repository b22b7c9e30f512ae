import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { DrawnRequest } from './draw-request.js';

/** What came back; or why nothing did. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }
  | { readonly kind: 'hang' }
  | { readonly kind: 'lost'; readonly message: string };

/** Far more than any honest answer takes, on a machine that does other things too. */
export const deadlineMs = 60_000;

/** Sends requests to one origin as they were drawn: nothing is normalized on the way. */
export function createSender(origin: string, concurrency: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const { hostname, port } = new URL(origin);

  const send = (drawn: Pick<DrawnRequest, 'method' | 'target' | 'headers' | 'body'>): Promise<Answer> =>
    new Promise((resolve) => {
      const sent = request({
        ...{
          agent,
          hostname,
          port,
          method: drawn.method,
          path: drawn.target,
          setHost: drawn.headers.host === undefined,
        },
        headers: {
          ...drawn.headers,
          ...(drawn.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(drawn.body)) }),
        },
      });
      const timer = setTimeout(() => {
        resolve({ kind: 'hang' });
        sent.destroy();
      }, deadlineMs);
      const end = (answer: Answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      sent.once('error', (error) =>
        end({ kind: 'lost', message: (error as NodeJS.ErrnoException).code ?? error.message }),
      );
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.once('error', (error) => end({ kind: 'lost', message: error.message }));
        response.once('end', () =>
          end({
            ...{ kind: 'answer', status: response.statusCode ?? 0, headers: response.headers },
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      sent.end(drawn.body);
    });

  return { send, close: () => agent.destroy() };
}

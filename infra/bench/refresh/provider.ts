import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

// A token endpoint that answers every refresh at once with rotated tokens; Latchkey and the floor ask the same one.

let first = 0;
let count = 0;

const server = createServer((request, response) => {
  let form = '';
  request.setEncoding('latin1').on('data', (chunk: string) => {
    form += chunk;
  });
  request.on('end', () => {
    if (count++ === 0) first = Date.now();
    const isRefresh = form.includes('grant_type=refresh_token') && form.includes('&refresh_token=');
    const answer = isRefresh
      ? {
          access_token: randomBytes(165).toString('base64url'),
          refresh_token: randomBytes(75).toString('base64url'),
          token_type: 'Bearer',
          expires_in: 3600,
          scope: 'contacts.read contacts.write offline_access',
        }
      : { error: 'invalid_request' };
    const body = JSON.stringify(answer);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(isRefresh ? 200 : 400, headers).end(body);
  });
});
server.keepAliveTimeout = 60_000;

/** Asked over the channel: what was counted since it was last asked. */
export interface Counted {
  readonly count: number;
  /** When the first request had arrived, in milliseconds since 1970. */
  readonly first: number;
}

process.on('message', () => {
  process.send?.({ count, first } satisfies Counted);
  count = 0;
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { readonly port: number };
  process.stdout.write(`${JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${port}` })}\n`);
});

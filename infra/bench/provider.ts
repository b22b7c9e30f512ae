import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

// An authorization server that answers at once: a person who consents to everything, and rotated tokens for every code and
// refresh token. Latchkey and its floors ask the same one.

let first = 0;
let count = 0;
// Made ahead, since to draw random bytes for each answer would take its time from those who are measured.
const random = randomBytes(1 << 20).toString('base64url');
let drawn = 0;

function draw(length: number): string {
  drawn = (drawn + 61) % (random.length - 400);
  return random.slice(drawn, drawn + length);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return consent(new URL(request.url ?? '', 'http://provider'), response);
  let form = '';
  request.setEncoding('latin1').on('data', (chunk: string) => {
    form += chunk;
  });
  request.on('end', () => {
    if (count++ === 0) first = Date.now();
    const isGrant = /(^|&)(refresh_token|code)=/.test(form) && form.includes('grant_type=');
    const answer = isGrant
      ? {
          access_token: draw(220),
          refresh_token: draw(100),
          token_type: 'Bearer',
          expires_in: 3600,
          scope: 'contacts.read contacts.write offline_access',
        }
      : { error: 'invalid_request' };
    const body = JSON.stringify(answer);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(isGrant ? 200 : 400, headers).end(body);
  });
});
server.keepAliveTimeout = 60_000;

/** The authorization endpoint (RFC 6749 section 4.1.1). */
function consent({ searchParams }: URL, response: ServerResponse): void {
  const back = new URL(searchParams.get('redirect_uri') ?? '');
  back.searchParams.set('code', draw(40));
  back.searchParams.set('state', searchParams.get('state') ?? '');
  response.writeHead(302, { location: back.href, 'content-length': 0 }).end();
}

/** Asked over the channel: what was counted since it was last asked. */
export interface Counted {
  /** Token requests. */
  readonly count: number;
  /** When the first one had arrived, in milliseconds since 1970. */
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

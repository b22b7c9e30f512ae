import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import Fastify from 'fastify';
import pg from 'pg';

// The least that connects: the same hops, and as many rows written in as many transactions (beginning: a session and an
// event; the callback uses the session up; then grant, clock, tokens, connection, outcome, event and outbox). Nothing is
// checked, sealed or shown.

const { DATABASE_URL, PROVIDER_URL, SUCCESS_URL = '' } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const app = Fastify();
const insert = { name: 'insert', text: 'INSERT INTO bench_floor (id, value) VALUES ($1, $2)' };
const update = { name: 'update', text: 'UPDATE bench_floor SET value = $2 WHERE id = $1' };
const value = 'v'.repeat(400);

async function inTransaction(work: (client: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

function post(body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
    const asked = request(`${PROVIDER_URL}/token`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    asked.on('error', reject).end(body);
  });
}

app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, body),
);

app.post('/connect/:id', async (_request, reply) => {
  const session = randomUUID();
  await inTransaction(async (client) => {
    await client.query({ ...insert, values: [session, value] });
    await client.query({ ...insert, values: [randomUUID(), value] });
  });
  const url = new URL('/authorize', PROVIDER_URL);
  url.searchParams.set('redirect_uri', 'http://127.0.0.1:1/callback');
  url.searchParams.set('state', session);
  return reply
    .type('text/html')
    .send(`<meta http-equiv="refresh" content="0;url=${url.href.replaceAll('&', '&amp;')}">`);
});

app.get<{ Querystring: { code: string; state: string } }>('/callback', async ({ query }, reply) => {
  await pool.query({ ...update, values: [query.state, value] });
  const { access_token } = JSON.parse(await post(`grant_type=authorization_code&code=${query.code}`));
  const grant = randomUUID();
  await inTransaction(async (client) => {
    await client.query({ ...insert, values: [grant, access_token] });
    for (let other = 0; other < 4; other++) await client.query({ ...insert, values: [randomUUID(), value] });
    for (const id of [grant, query.state]) await client.query({ ...update, values: [id, value] });
  });
  return reply.redirect(SUCCESS_URL, 303);
});

const url = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify({ msg: 'ready', url })}\n`);
process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit()),
);

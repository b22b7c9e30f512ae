import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import pg from 'pg';

// The least that refreshes: so many loops, each POSTs to the provider and writes the sealed answer with one UPDATE.

const { DATABASE_URL, PROVIDER_URL, CONCURRENCY } = process.env;
const concurrency = Number(CONCURRENCY);
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 16 });
const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
const key = createSecretKey(randomBytes(32));
const { rows } = await pool.query<{ id: string }>('SELECT id FROM bench_floor');

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

async function refresh(id: string): Promise<void> {
  const answer = await post('grant_type=refresh_token&refresh_token=rt&client_id=bench-client&client_secret=secret');
  const { access_token, refresh_token, expires_in } = JSON.parse(answer);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = JSON.stringify({ access_token, refresh_token, members: answer });
  const sealed = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  await pool.query({
    name: 'floor',
    text: 'UPDATE bench_floor SET sealed = $2, expires_at = now() + make_interval(secs => $3) WHERE id = $1',
    values: [id, sealed, expires_in],
  });
}

/** Asked over the channel: refreshes every row once, and answers how many and in how many milliseconds. */
process.on('message', async () => {
  const began = performance.now();
  let next = 0;
  const loop = async () => {
    for (let row = rows[next++]; row; row = rows[next++]) await refresh(row.id);
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  process.send?.({ count: rows.length, ms: performance.now() - began });
});
process.stdout.write(`${JSON.stringify({ msg: 'ready' })}\n`);

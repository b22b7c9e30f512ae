import { createDecipheriv, createSecretKey } from 'node:crypto';
import Fastify from 'fastify';
import pg from 'pg';

// The least that answers a stored token over HTTP: one primary-key SELECT, one AES-256-GCM open, the same JSON. No key is
// checked, nothing is counted and nothing is logged.

interface Row {
  readonly sealed: Buffer;
  readonly generation: number;
  readonly expires_at: Date;
  readonly scopes: readonly string[];
}

const { DATABASE_URL, FLOOR_KEY = '' } = process.env;
const key = createSecretKey(Buffer.from(FLOOR_KEY, 'base64url'));
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const app = Fastify();

app.get<{ Params: { id: string } }>('/v1/connections/:id/access-token', async (request, reply) => {
  const { id } = request.params;
  const { rows } = await pool.query<Row>({
    name: 'floor',
    text: 'SELECT sealed, generation, expires_at, scopes FROM bench_floor WHERE id = $1',
    values: [id],
  });
  const [row] = rows;
  if (!row) return reply.code(404).send();
  const { sealed } = row;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(id));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const text = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString();
  const { access_token, token_type, members, api } = JSON.parse(text);
  return reply.header('cache-control', 'no-store').send({
    accessToken: access_token,
    tokenType: token_type,
    expiresAt: row.expires_at.toISOString(),
    generation: row.generation,
    scopes: row.scopes,
    missingScopes: [],
    token: members,
    context: {},
    otherTokens: {},
    inputs: {},
    api: { baseUrl: api, headers: { Authorization: `${token_type} ${access_token}` } },
  });
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

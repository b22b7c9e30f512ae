import { createCipheriv, randomBytes } from 'node:crypto';
import type { FreshDatabase } from '@latchkey/db/testing';
import { connectAdmin } from '../connect-admin.js';
import { lifetimeSeconds, scopes } from '../organization.js';

/** Makes the floor's own table with a sealed token for each id; answers the key that opens them, in base64url. */
export async function makeFloorRows(
  database: Pick<FreshDatabase, 'adminUrl'>,
  ids: readonly string[],
): Promise<string> {
  const key = randomBytes(32);
  const admin = await connectAdmin(database);
  try {
    await admin.query(`
      CREATE TABLE bench_floor (id uuid PRIMARY KEY, sealed bytea NOT NULL, generation integer NOT NULL,
        expires_at timestamptz NOT NULL, scopes text[] NOT NULL);
      ALTER TABLE bench_floor ALTER COLUMN sealed SET STORAGE EXTERNAL;
      GRANT SELECT ON bench_floor TO latchkey_app`);
    await admin.query(
      `INSERT INTO bench_floor SELECT id, sealed, 1, now() + make_interval(secs => $3), $4
         FROM unnest($1::uuid[], $2::bytea[]) AS made (id, sealed)`,
      [ids, ids.map((id) => sealedFor(id, key)), lifetimeSeconds, scopes],
    );
    await admin.query('VACUUM (ANALYZE) bench_floor');
  } finally {
    await admin.end();
  }
  return key.toString('base64url');
}

/** What is sealed is as long as Latchkey's own. */
function sealedFor(id: string, key: Buffer): Buffer {
  const members = { token_type: 'Bearer', expires_in: lifetimeSeconds, scope: scopes.join(' ') };
  const access_token = randomBytes(165).toString('base64url');
  const text = JSON.stringify({
    access_token,
    refresh_token: randomBytes(75).toString('base64url'),
    token_type: 'Bearer',
    members: { access_token, ...members },
    api: 'https://provider.example/api',
  });
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(id));
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

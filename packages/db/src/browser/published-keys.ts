import type { Database } from '../database.js';

/** A public key as a JWK Set holds it (RFC 7517 section 4). */
export type PublicJwk = Readonly<Record<string, string>>;

/**
 * The public keys of the clients of a config's environment: the current and the next, and for an hour those that were
 * retired. Without a tenant: whoever knows the ids may read them. Empty when there is no such config.
 */
export async function readPublishedKeys(
  db: Database,
  connectionConfigId: string,
  environment: string,
): Promise<readonly PublicJwk[]> {
  const { rows } = await db.pool.query('SELECT public_jwk FROM published_client_keys($1, $2)', [
    connectionConfigId,
    environment,
  ]);
  return rows.map((row: { readonly public_jwk: PublicJwk }) => row.public_jwk);
}

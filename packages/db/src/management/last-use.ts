import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';

/** The latest use of one key or connection that was counted in memory. */
export interface LastUse {
  readonly id: string;
  readonly at: Date;
  /** Null when it is not known. */
  readonly ip: string | null;
}

/** Writes the latest uses of one organization's API keys and connections; an older use never replaces a newer one. */
export async function recordLastUses(
  db: Pick<Database, 'pool'>,
  organizationId: string,
  uses: {
    readonly keys: readonly LastUse[];
    readonly connections: readonly (LastUse & { readonly keyId: string })[];
  },
): Promise<void> {
  await inTenantSql(db, organizationId, async (client) => {
    await client.query(
      `UPDATE api_key k SET last_used_at = u.at, last_used_ip = u.ip
       FROM unnest($2::uuid[], $3::timestamptz[], $4::inet[]) AS u (id, at, ip)
       WHERE k.organization_id = $1 AND k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)`,
      [organizationId, ...columns(uses.keys)],
    );
    await client.query(
      `UPDATE connection c SET last_used_at = u.at, last_used_ip = u.ip, last_used_key_id = u.key_id
       FROM unnest($2::uuid[], $3::timestamptz[], $4::inet[], $5::uuid[]) AS u (id, at, ip, key_id)
       WHERE c.organization_id = $1 AND c.id = u.id AND (c.last_used_at IS NULL OR c.last_used_at < u.at)`,
      [organizationId, ...columns(uses.connections), uses.connections.map(({ keyId }) => keyId)],
    );
    await client.query(
      `UPDATE grant_clock k SET last_read_at = u.at
       FROM unnest($2::uuid[], $3::timestamptz[]) AS u (id, at)
         JOIN connection c ON c.organization_id = $1 AND c.id = u.id
       WHERE k.organization_id = $1 AND k.grant_id = c.grant_id AND (k.last_read_at IS NULL OR k.last_read_at < u.at)`,
      [organizationId, uses.connections.map(({ id }) => id), uses.connections.map(({ at }) => at)],
    );
  });
}

function columns(uses: readonly LastUse[]): readonly [string[], Date[], (string | null)[]] {
  return [uses.map(({ id }) => id), uses.map(({ at }) => at), uses.map(({ ip }) => ip)];
}

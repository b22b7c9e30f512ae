import type { Fence } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';

/** Who stored the current generation; `undefined` when the grant has ended. */
export async function readStoredBy(
  db: Database,
  claim: Fence,
): Promise<{ readonly generation: number; readonly attemptId?: string } | undefined> {
  const { rows } = await inTenantSql(db, claim.organizationId, (client) =>
    client.query<{ generation: number; stored_by: string | null }>(
      'SELECT generation, stored_by FROM grant_clock WHERE organization_id = $1 AND grant_id = $2',
      [claim.organizationId, claim.grantId],
    ),
  );
  const row = rows[0];
  return row && { generation: row.generation, ...(row.stored_by === null ? {} : { attemptId: row.stored_by }) };
}

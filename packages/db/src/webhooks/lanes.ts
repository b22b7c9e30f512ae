import type { DueDeliveries, OrganizationId, WebhookData, WebhookLane } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { sealedOf } from '../sealed.js';
import { acrossTenantsSql } from '../tenant-scope.js';

const claimSql = `
WITH wanted AS MATERIALIZED (
  SELECT organization_id, id FROM webhook_endpoint
   WHERE due_at <= statement_timestamp() AND (lane_until IS NULL OR lane_until <= statement_timestamp())
   ORDER BY due_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED)
UPDATE webhook_endpoint e SET lane_id = gen_random_uuid(),
  lane_until = statement_timestamp() + make_interval(secs => $2::float8 / 1000)
FROM wanted WHERE e.organization_id = wanted.organization_id AND e.id = wanted.id
RETURNING e.organization_id, e.id, e.lane_id, e.url, e.failures`;

/** See WebhooksPort.claimLanes. */
export async function claimLanes(
  db: Pick<Database, 'pool'>,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<readonly WebhookLane[]> {
  const { rows } = await db.pool.query<{
    organization_id: OrganizationId;
    id: string;
    lane_id: string;
    url: string;
    failures: number;
  }>(claimSql, [limit, leaseMs]);
  return rows.map((row) => ({
    organizationId: row.organization_id,
    endpointId: row.id,
    laneId: row.lane_id,
    url: row.url,
    failures: row.failures,
  }));
}

/** What is due at an endpoint, the earliest first, and its live secrets, the newest first. */
export async function readDue(db: Pick<Database, 'pool'>, lane: WebhookLane, limit: number): Promise<DueDeliveries> {
  const place = [lane.organizationId, lane.endpointId];
  const due = await db.pool.query<{
    delivery_id: string;
    id: string;
    type: string;
    at: Date;
    data: WebhookData;
    attempts: number;
  }>(
    `SELECT id AS delivery_id, message_id AS id, type, at, data, attempts FROM webhook_delivery
      WHERE organization_id = $1 AND endpoint_id = $2 AND state = 'pending' AND due_at <= statement_timestamp()
      ORDER BY due_at, id LIMIT $3`,
    [...place, limit],
  );
  if (due.rows.length === 0) return { deliveries: [], secrets: [] };
  const secrets = await db.pool.query<{ id: string; value: Uint8Array }>(
    `SELECT id, value FROM webhook_secret
      WHERE organization_id = $1 AND endpoint_id = $2 AND (expires_at IS NULL OR expires_at > statement_timestamp())
      ORDER BY expires_at DESC NULLS FIRST`,
    place,
  );
  return {
    deliveries: due.rows.map(({ delivery_id: deliveryId, at, ...row }) => ({ ...row, deliveryId, at: at.getTime() })),
    secrets: secrets.rows.map(({ id, value }) => ({ rowId: id, value: sealedOf(value) })),
  };
}

/**
 * Ends a turn: the endpoint is due again when its next message is, behind those that waited meanwhile, and while it fails
 * no sooner than its wait is over. Two statements: the second must see what was added while the first waited for the row.
 */
export async function releaseLane(db: Pick<Database, 'pool'>, lane: WebhookLane): Promise<'more' | 'nothing'> {
  const place = [lane.organizationId, lane.endpointId, lane.laneId];
  return acrossTenantsSql(db, async (client) => {
    const held = await client.query(
      `SELECT FROM webhook_endpoint WHERE organization_id = $1 AND id = $2 AND lane_id = $3 FOR NO KEY UPDATE`,
      place,
    );
    if (held.rowCount === 0) return 'nothing';
    const { rows } = await client.query<{ is_due: boolean | null }>(
      `UPDATE webhook_endpoint e SET lane_id = NULL, lane_until = NULL,
         due_at = CASE WHEN e.state = 'enabled' AND next.due_at IS NOT NULL
                       THEN greatest(next.due_at, statement_timestamp(), CASE WHEN e.failures > 0 THEN e.due_at END) END
       FROM (SELECT min(due_at) AS due_at FROM webhook_delivery
              WHERE organization_id = $1 AND endpoint_id = $2 AND state = 'pending') AS next
       WHERE e.organization_id = $1 AND e.id = $2 AND e.lane_id = $3
       RETURNING e.due_at <= statement_timestamp() AS is_due`,
      place,
    );
    return rows[0]?.is_due ? 'more' : 'nothing';
  });
}

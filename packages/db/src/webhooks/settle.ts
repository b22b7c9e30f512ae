import type { DeliveryResult, DeliveryTry, WebhookLane, WebhookTimes } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { recordAudit } from '../audit.js';
import type { Database } from '../database.js';
import { acrossTenantsSql } from '../tenant-scope.js';

const triedColumns = `attempts = attempts + 1, last_attempt_at = statement_timestamp(), last_status = $4, last_ms = $5,
  last_error = $6`;

/** See WebhooksPort.settle. The endpoint's row is written first by everybody, so that no two wait for each other. */
export async function settleDelivery(
  db: Pick<Database, 'pool'>,
  lane: WebhookLane,
  deliveryId: string,
  tried: DeliveryTry,
  limits: Pick<WebhookTimes, 'disableAfter' | 'disableFailures'>,
): Promise<DeliveryResult> {
  const { failed } = tried;
  if (!failed) return settleDelivered(db, lane, deliveryId, tried);
  return acrossTenantsSql(db, (client) => settleFailed(client, lane, deliveryId, { ...tried, failed }, limits));
}

/** One statement: nearly all of them go well. */
async function settleDelivered(
  db: Pick<Database, 'pool'>,
  lane: WebhookLane,
  deliveryId: string,
  tried: DeliveryTry,
): Promise<DeliveryResult> {
  const { rowCount } = await db.pool.query(
    `WITH lane AS (
       UPDATE webhook_endpoint SET failures = 0, failing_since = NULL, last_delivered_at = statement_timestamp()
        WHERE organization_id = $1 AND id = $2 AND lane_id = $7 RETURNING id)
     UPDATE webhook_delivery d SET state = 'delivered', due_at = NULL, delivered_at = statement_timestamp(), ${triedColumns}
       FROM lane WHERE d.organization_id = $1 AND d.endpoint_id = lane.id AND d.id = $3`,
    [lane.organizationId, lane.endpointId, deliveryId, tried.status, tried.elapsedMs, null, lane.laneId],
  );
  return rowCount ? 'delivered' : 'lost';
}

async function settleFailed(
  client: ClientBase,
  lane: WebhookLane,
  deliveryId: string,
  { status, elapsedMs, failed }: Required<Pick<DeliveryTry, 'failed'>> & DeliveryTry,
  limits: Pick<WebhookTimes, 'disableAfter' | 'disableFailures'>,
): Promise<DeliveryResult> {
  const { error, holdMs, retryInMs } = failed;
  const { rows } = await client.query<{ state: string; is_over: boolean }>(
    `UPDATE webhook_endpoint SET failures = failures + 1, failing_since = coalesce(failing_since, statement_timestamp()),
       due_at = CASE WHEN state = 'enabled' THEN statement_timestamp() + make_interval(secs => $4::float8 / 1000) END
     WHERE organization_id = $1 AND id = $2 AND lane_id = $3
     RETURNING state, failures >= $5 AND failing_since <= statement_timestamp() - make_interval(secs => $6::float8 / 1000)
       AS is_over`,
    [...placeOf(lane), holdMs, limits.disableFailures, limits.disableAfter],
  );
  const [endpoint] = rows;
  if (!endpoint) return 'lost';
  // One that was disabled meanwhile keeps what it missed for a replay.
  await client.query(
    `UPDATE webhook_delivery SET ${triedColumns},
       state = CASE WHEN state = 'pending' AND $7::float8 IS NULL THEN 'failed' ELSE state END,
       due_at = CASE WHEN state = 'pending' THEN statement_timestamp() + make_interval(secs => $7::float8 / 1000) END
     WHERE organization_id = $1 AND endpoint_id = $2 AND id = $3`,
    [lane.organizationId, lane.endpointId, deliveryId, status ?? null, elapsedMs, error, retryInMs ?? null],
  );
  if (endpoint.state === 'enabled' && (endpoint.is_over || error === 'gone')) {
    await disable(client, lane, error === 'gone' ? 'gone' : 'failing');
    return 'disabled';
  }
  return retryInMs === undefined ? 'gave_up' : 'retry';
}

async function disable(client: ClientBase, lane: WebhookLane, reason: 'gone' | 'failing'): Promise<void> {
  const place = [lane.organizationId, lane.endpointId];
  await client.query(
    `UPDATE webhook_endpoint SET state = 'disabled', disabled_reason = $3, disabled_at = statement_timestamp(),
       due_at = NULL, updated_at = statement_timestamp() WHERE organization_id = $1 AND id = $2`,
    [...place, reason],
  );
  await client.query(
    `UPDATE webhook_delivery SET state = 'skipped', due_at = NULL
      WHERE organization_id = $1 AND endpoint_id = $2 AND state = 'pending'`,
    place,
  );
  await recordAudit(
    client,
    lane.organizationId,
    { kind: 'system' },
    {
      ...{ action: 'webhook_endpoint.disabled', targetKind: 'webhook_endpoint', targetId: lane.endpointId },
      details: { reason },
    },
  );
}

function placeOf(lane: WebhookLane): readonly string[] {
  return [lane.organizationId, lane.endpointId, lane.laneId];
}

import { webhookData } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { newId } from '../new-id.js';
import { acrossTenantsSql } from '../tenant-scope.js';

interface OutboxRow {
  readonly organization_id: string;
  readonly id: string;
  readonly at: Date;
  readonly type: string;
  readonly payload: unknown;
  readonly connection_id: string | null;
  readonly connection_config_id: string | null;
  readonly environment: string | null;
  readonly customer_id: string | null;
  readonly instance_id: string | null;
  readonly user_id: string | null;
}

interface EndpointRow {
  readonly organization_id: string;
  readonly id: string;
  readonly event_types: readonly string[];
  readonly state: 'enabled' | 'disabled';
}

const outboxSql = `
SELECT o.organization_id, o.id, o.at, o.type, o.payload, o.connection_id, c.connection_config_id, c.environment,
       c.customer_id, c.instance_id, c.user_id
  FROM webhook_outbox o
  LEFT JOIN connection c ON c.organization_id = o.organization_id AND c.id = o.connection_id
 WHERE o.due_at <= statement_timestamp()
 ORDER BY o.due_at, o.id LIMIT $1 FOR UPDATE OF o SKIP LOCKED`;

// Locked, so that nobody disables one in between, or ends its turn without seeing what is added here.
const endpointsSql = `
SELECT organization_id, id, event_types, state FROM webhook_endpoint WHERE organization_id = ANY ($1)
 ORDER BY organization_id, id FOR NO KEY UPDATE`;

const insertSql = `
INSERT INTO webhook_delivery (organization_id, id, endpoint_id, message_id, type, at, data, state, due_at)
SELECT organization_id, id, endpoint_id, message_id, type, at, data, state, CASE WHEN state = 'pending' THEN at END
  FROM jsonb_to_recordset($1) AS row (organization_id uuid, id uuid, endpoint_id uuid, message_id uuid, type text,
    at timestamptz, data jsonb, state text)`;

// One that fails keeps its wait.
const wakeSql = `
UPDATE webhook_endpoint e SET due_at = statement_timestamp()
  FROM unnest($1::uuid[], $2::uuid[]) AS woken (organization_id, id)
 WHERE e.organization_id = woken.organization_id AND e.id = woken.id
   AND (e.due_at IS NULL OR e.failures = 0 AND e.due_at > statement_timestamp())`;

const deleteSql = `
DELETE FROM webhook_outbox o USING unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS read (organization_id, id, at)
 WHERE o.organization_id = read.organization_id AND o.id = read.id AND o.at = read.at`;

/** See WebhooksPort.fanOut. */
export async function fanOut(db: Database, limit: number): Promise<number> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query<OutboxRow>(outboxSql, [limit]);
    if (rows.length > 0) await writeDeliveries(client, rows);
    return rows.length;
  });
}

async function writeDeliveries(client: ClientBase, events: readonly OutboxRow[]): Promise<void> {
  const organizationIds = [...new Set(events.map((event) => event.organization_id))];
  const endpoints = (await client.query<EndpointRow>(endpointsSql, [organizationIds])).rows;
  const deliveries = events.flatMap((event) =>
    endpoints.filter((endpoint) => asksFor(endpoint, event)).map((endpoint) => deliveryOf(event, endpoint)),
  );
  if (deliveries.length > 0) await client.query(insertSql, [JSON.stringify(deliveries)]);
  const woken = deliveries.filter(({ state }) => state === 'pending');
  const ids = (name: 'organization_id' | 'endpoint_id') => woken.map((delivery) => delivery[name]);
  if (woken.length > 0) await client.query(wakeSql, [ids('organization_id'), ids('endpoint_id')]);
  await client.query(deleteSql, [
    events.map((event) => event.organization_id),
    events.map((event) => event.id),
    events.map((event) => event.at),
  ]);
}

function asksFor(endpoint: EndpointRow, event: OutboxRow): boolean {
  const { event_types: types } = endpoint;
  return endpoint.organization_id === event.organization_id && (types.length === 0 || types.includes(event.type));
}

function deliveryOf(event: OutboxRow, endpoint: EndpointRow) {
  const ids = {
    connectionId: event.connection_id,
    connectionConfigId: event.connection_config_id,
    customerId: event.customer_id,
    instanceId: event.instance_id,
    userId: event.user_id,
  };
  return {
    organization_id: event.organization_id,
    id: newId(),
    endpoint_id: endpoint.id,
    message_id: event.id,
    type: event.type,
    at: event.at,
    data: webhookData({ payload: event.payload, ids, environment: event.environment }),
    state: endpoint.state === 'enabled' ? 'pending' : 'skipped',
  };
}

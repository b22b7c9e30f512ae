import type pg from 'pg';
import { digestTenant, type TenantTable } from './tenant-rows.js';

/**
 * One row for each table that a connected connection leaves empty; `$1` is the organization. A new table with tenants'
 * rows needs a line here, unless connecting fills it.
 */
const rowsByTable: Readonly<Record<string, string>> = {
  organization_data_key: `INSERT INTO organization_data_key (organization_id, id, wrapped, kek_id, state)
    VALUES ($1, gen_random_uuid(), '\\x00', 'kek', 'current')`,
  api_key: `INSERT INTO api_key (organization_id, id, key_hash, name, prefix, scopes)
    VALUES ($1, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'spare', 'lk_spare', '{}')`,
  registered_origin: `INSERT INTO registered_origin (organization_id, id, origin)
    SELECT id, gen_random_uuid(), 'https://' || id || '.example' FROM organization WHERE id = $1`,
  custom_domain: `INSERT INTO custom_domain (organization_id, id, host, challenge, state, verified_at, seen_at)
    SELECT id, gen_random_uuid(), 'oauth2.' || id || '.example', 'filled', 'verified', now(), now() FROM organization WHERE id = $1`,
  connection_input: `INSERT INTO connection_input (organization_id, connection_id, name, value)
    SELECT organization_id, id, 'filled', 'a' FROM connection WHERE organization_id = $1 LIMIT 1`,
  wizard_session: `INSERT INTO wizard_session (organization_id, id, instance_id, customer_id, ticket_hash,
      ticket_expires_at, browser_hash, redeemed_at, last_seen_at, permissions, expires_at)
    SELECT organization_id, gen_random_uuid(), id, customer_id, sha256(gen_random_uuid()::text::bytea), now(),
      sha256(gen_random_uuid()::text::bytea), now(), now(), '[]', now() + interval '1 hour'
    FROM instance WHERE organization_id = $1 LIMIT 1`,
  authorization_ticket: `INSERT INTO authorization_ticket (organization_id, id, connection_id, completion, ticket_hash, requested_by, expires_at)
    SELECT organization_id, gen_random_uuid(), id, 'link', sha256(gen_random_uuid()::text::bytea), 'Ada', now() + interval '1 hour'
    FROM connection WHERE organization_id = $1 LIMIT 1`,
  pinned_issuer: `INSERT INTO pinned_issuer (organization_id, connection_config_id, environment, authorization_endpoint, issuer)
    SELECT organization_id, id, 'production', 'https://provider.example', 'https://provider.example'
    FROM connection_config WHERE organization_id = $1 LIMIT 1`,
  grant_alternate: `INSERT INTO grant_alternate (organization_id, grant_id, attempt_id, token_set, has_refresh_token, kept_until)
    SELECT organization_id, id, gen_random_uuid(), '\\x00', true, now() + interval '1 hour'
    FROM "grant" WHERE organization_id = $1 LIMIT 1`,
  device_authorization: `INSERT INTO device_authorization (organization_id, id, connection_id, connection_config_id,
      wizard_session_id, device_code, user_code, verification_uri, terms, client_row_id, requested_scopes,
      interval_seconds, most_requests, poll_due_at, expires_at)
    SELECT c.organization_id, gen_random_uuid(), c.id, c.connection_config_id, gen_random_uuid(), '\\x00', 'CODE',
      'https://provider.example', '{}', g.client_row_id, '{}', 5, 1, now() + interval '1 hour', now() + interval '1 hour'
    FROM connection c JOIN "grant" g ON g.organization_id = c.organization_id AND g.id = c.grant_id
    WHERE c.organization_id = $1 LIMIT 1`,
  request_budget: `INSERT INTO request_budget (organization_id, client_row_id, token_server, next_at)
    SELECT organization_id, id, 1, now() FROM client WHERE organization_id = $1 LIMIT 1`,
  token_server_failure: `INSERT INTO token_server_failure (organization_id, token_server, host)
    VALUES ($1, 1, 'provider.example')`,
  webhook_endpoint: `INSERT INTO webhook_endpoint (organization_id, id, url, description, event_types)
    VALUES ($1, gen_random_uuid(), 'https://vendor.example/webhooks', '', '{}')`,
  webhook_secret: `INSERT INTO webhook_secret (organization_id, id, endpoint_id, value)
    SELECT organization_id, gen_random_uuid(), id, '\\x00' FROM webhook_endpoint WHERE organization_id = $1 LIMIT 1`,
  webhook_delivery: `INSERT INTO webhook_delivery (organization_id, id, endpoint_id, message_id, type, at, data, state)
    SELECT organization_id, gen_random_uuid(), id, gen_random_uuid(), 'webhook.test', now(), '{}', 'skipped'
    FROM webhook_endpoint WHERE organization_id = $1 LIMIT 1`,
  audit_event: `INSERT INTO audit_event (organization_id, id, actor_kind, action)
    VALUES ($1, gen_random_uuid(), 'system', 'organization.filled')`,
  idempotency_record: `INSERT INTO idempotency_record (organization_id, api_key_id, key, request_hash, resource_id, status, expires_at)
    SELECT organization_id, id, 'spare', '\\x00', gen_random_uuid(), 201, now() + interval '1 hour'
    FROM api_key WHERE organization_id = $1 LIMIT 1`,
};

/**
 * Gives an organization that has a connected connection one row of everything, as superuser; what it has stays. Throws
 * when a table is left without a row, naming it: a test of tenancy would find nothing there for want of anything to find.
 */
export async function fillTenant(
  admin: pg.Pool,
  tables: readonly TenantTable[],
  organizationId: string,
): Promise<void> {
  const before = await digestTenant(admin, tables, organizationId);
  const isEmpty = (digest: string | undefined) => digest === undefined || digest.startsWith('0 ');
  for (const [table, sql] of Object.entries(rowsByTable))
    if (isEmpty(before[table])) await admin.query(sql, [organizationId]);
  const after = await digestTenant(admin, tables, organizationId);
  const empty = Object.keys(after).filter((table) => isEmpty(after[table]));
  if (empty.length > 0) throw new Error(`fill-tenant.ts has no row for ${empty.join(', ')}: add one`);
}

import type { ClientBase } from 'pg';
import { letGoOfGrant } from './let-go.js';

/** The connection, which the caller has locked, takes a grant and lets go of its former one. */
export async function attachGrant(
  client: ClientBase,
  held: { readonly organizationId: string; readonly connectionId: string; readonly grantId: string },
  formerGrantId: string | null,
): Promise<void> {
  const { organizationId, connectionId, grantId } = held;
  await client.query(
    `UPDATE connection SET status = 'active', reason = NULL, status_changed_at = statement_timestamp(),
       grant_id = $3, revoking_grant_id = NULL, connected_at = statement_timestamp(),
       last_failure_error = NULL, last_failure_at = NULL, last_failure_details = NULL
     WHERE organization_id = $1 AND id = $2`,
    [organizationId, connectionId, grantId],
  );
  if (formerGrantId !== null) await letGoOfGrant(client, organizationId, formerGrantId);
  // What was said of the former grant's use says nothing of this one.
  await client.query(
    `UPDATE instance_link SET health = 'unused', health_at = NULL, health_message = NULL, provider_status = NULL,
       provider_body = NULL
     WHERE organization_id = $1 AND connection_id = $2 AND health <> 'unused'`,
    [organizationId, connectionId],
  );
}

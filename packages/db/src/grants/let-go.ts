import type { ClientBase } from 'pg';

/**
 * A live grant becomes revoking and due, in the transaction in which its connection lets go of it. An open attempt
 * stays open: it stores into its own grant, which nobody can read, and the revocation waits for it.
 */
export async function letGoOfGrant(client: ClientBase, organizationId: string, grantId: string): Promise<void> {
  await client.query(
    `UPDATE "grant" SET state = 'revoking', revoking_since = statement_timestamp()
     WHERE organization_id = $1 AND id = $2 AND state = 'live'`,
    [organizationId, grantId],
  );
  await client.query(
    `UPDATE grant_clock SET duty = 'revoke', due_at = statement_timestamp(), due_reason = 'revoke', attempts = 0,
       crashes = 0, failing_since = NULL, is_ambiguous = false, is_refusal_unconfirmed = false
     WHERE organization_id = $1 AND grant_id = $2`,
    [organizationId, grantId],
  );
}

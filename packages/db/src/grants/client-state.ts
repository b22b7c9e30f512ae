import type { Claim, Settlement } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { recordClientEvent, type ToldClient, toldColumns } from '../client-events.js';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { secondsOf } from './clock-values.js';

/** Goes with the `BEGIN` of a settlement that speaks of its client. */
export const beforeClient = 'SAVEPOINT before_client';

/** What a settlement finds of its client: what is said of it is new, known, or older than a probe that was accepted. */
export type FoundClient = 'to_be_told' | 'misconfigured' | 'accepted';

/**
 * Locks the client that a settlement speaks of, as the transaction's first statement: whatever re-arms what waits for the
 * client has to see the clock as it is settled, so the client cannot recover in between. The client comes before the
 * clock, as where its secrets change (`rearm`) and where grants are set aside; claims pass over what is locked.
 *
 * Most find what another one has settled before, and change nothing: they share the lock, so that a thousand requests that
 * were under way do not wait for each other's commits. Who may change the client has it alone: two that shared it would wait
 * for each other.
 *
 * `accepted`: a probe has succeeded since the claim. A probe's own client was misconfigured at its claim; nothing tells any
 * other claim's client that is `ok` again from one that was never refused, and then the next probe finds out.
 */
export async function lockClient(
  client: ClientBase,
  { organizationId, terms, probe }: Pick<Claim, 'organizationId' | 'terms' | 'probe'>,
): Promise<FoundClient> {
  const row = [organizationId, terms.clientRowId];
  if (!probe) {
    const { rowCount } = await client.query(
      "SELECT FROM client WHERE organization_id = $1 AND id = $2 AND state = 'misconfigured' FOR SHARE",
      row,
    );
    if (rowCount) return 'misconfigured';
    // One that recovered while this waited for it is no answer, and locked all the same.
    await client.query('ROLLBACK TO SAVEPOINT before_client');
  }
  const { rows } = await client.query<{ state: string }>(
    'SELECT state FROM client WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE',
    row,
  );
  const state = rows[0]?.state;
  if (state === 'misconfigured') return state;
  return state === 'recovering' || (state === 'ok' && probe) ? 'accepted' : 'to_be_told';
}

/** Keeps what a settlement says of its client, in the settlement's transaction; the client and the clock are locked by then. */
export async function settleClient(
  client: ClientBase,
  { organizationId, connectionId, grantId, terms, probe }: Claim,
  outcome: Settlement['outcome'],
  { probeInMs, details }: NonNullable<Settlement['client']>,
  found: FoundClient,
): Promise<void> {
  const values = [organizationId, terms.clientRowId, grantId, secondsOf(probeInMs)];
  if (outcome === 'client_misconfigured') {
    if (found === 'to_be_told') {
      const { rows } = await client.query<ToldClient>(
        `UPDATE client SET state = 'misconfigured', probes = 0, probed_grant_id = $3,
           probe_at = statement_timestamp() + make_interval(secs => $4)
         WHERE organization_id = $1 AND id = $2 RETURNING ${toldColumns}`,
        values,
      );
      for (const told of rows) await recordClientEvent(client, 'client.misconfigured', told, details);
    }
    await client.query(
      `UPDATE connection SET status = 'error', reason = 'client_misconfigured', status_changed_at = statement_timestamp()
       WHERE organization_id = $1 AND id = $2 AND grant_id = $3 AND status = 'active'`,
      [organizationId, connectionId, grantId],
    );
  }
  // Only the probe says when the next one is due: others were under way when the state began.
  if (probe && found === 'misconfigured')
    await client.query(
      `UPDATE client SET probes = probes + 1, probe_at = statement_timestamp() + make_interval(secs => $4)
       WHERE organization_id = $1 AND id = $2 AND probed_grant_id = $3`,
      values,
    );
}

/** The provider accepts a client again: the vendor is told once, and its grants are made due by the next claims. */
export async function recoverMisconfigured(
  db: Database,
  { organizationId, terms }: Pick<Claim, 'organizationId' | 'terms'>,
): Promise<void> {
  await inTenantSql(db, organizationId, async (client) => {
    const { rows } = await client.query<ToldClient>(
      `UPDATE client SET state = 'recovering', probes = 0, probe_at = NULL, probed_grant_id = NULL
       WHERE organization_id = $1 AND id = $2 AND state = 'misconfigured' RETURNING ${toldColumns}`,
      [organizationId, terms.clientRowId],
    );
    for (const told of rows) await recordClientEvent(client, 'client.recovered', told, {});
  });
}

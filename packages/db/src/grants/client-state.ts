import type { Claim, Settlement } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { recordClientEvent, type ToldClient, toldColumns } from '../client-events.js';
import type { Database } from '../database.js';
import { inTenantSql } from '../tenant-scope.js';
import { secondsOf } from './clock-values.js';

/** Keeps what a settlement says of its client, in the settlement's transaction; the clock is locked by then. */
export async function settleClient(
  client: ClientBase,
  { organizationId, connectionId, grantId, terms }: Claim,
  outcome: Settlement['outcome'],
  { probeInMs, details }: NonNullable<Settlement['client']>,
): Promise<void> {
  const values = [organizationId, terms.clientRowId, grantId, secondsOf(probeInMs)];
  if (outcome === 'client_misconfigured') {
    const { rows } = await client.query<ToldClient>(
      `UPDATE client SET state = 'misconfigured', probes = 0, probed_grant_id = $3,
         probe_at = statement_timestamp() + make_interval(secs => $4)
       WHERE organization_id = $1 AND id = $2 AND state <> 'misconfigured' RETURNING ${toldColumns}`,
      values,
    );
    for (const told of rows) await recordClientEvent(client, 'client.misconfigured', told, details);
    await client.query(
      `UPDATE connection SET status = 'error', reason = 'client_misconfigured', status_changed_at = statement_timestamp()
       WHERE organization_id = $1 AND id = $2 AND grant_id = $3 AND status = 'active'`,
      [organizationId, connectionId, grantId],
    );
    if (rows.length > 0) return;
  }
  // Only the probe says when the next one is due: others were under way when the state began.
  await client.query(
    `UPDATE client SET probes = probes + 1, probe_at = statement_timestamp() + make_interval(secs => $4)
     WHERE organization_id = $1 AND id = $2 AND probed_grant_id = $3 AND state = 'misconfigured'`,
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

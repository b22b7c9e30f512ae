import type { NewGrant } from '@latchkey/oauth';
import type { ClientBase } from 'pg';

/** The first success pins its issuer; a pin that is there stays. In the transaction that keeps the grant. */
export async function pinIssuer(client: ClientBase, { organizationId, pin }: NewGrant): Promise<void> {
  if (!pin) return;
  await client.query(
    `INSERT INTO pinned_issuer (organization_id, connection_config_id, environment, authorization_endpoint, issuer)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
    [organizationId, pin.connectionConfigId, pin.environment, pin.authorizationEndpoint, pin.issuer],
  );
}

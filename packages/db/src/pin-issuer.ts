import type { NewGrant } from '@latchkey/oauth';
import type { ClientBase } from 'pg';

/**
 * Where a success leads the pin of its place: `pinAfter`, by one statement, in the transaction that keeps the grant. Of two
 * at once the second waits at the row and goes on from what the first made of it; at a firm pin nobody waits.
 */
export async function pinIssuer(client: ClientBase, { organizationId, connectionId, pin }: NewGrant): Promise<void> {
  if (!pin) return;
  // What was pinned before anybody wrote down by whom has a null there, and is the same as nobody's.
  await client.query(
    `INSERT INTO pinned_issuer AS pin
       (organization_id, connection_config_id, environment, authorization_endpoint, issuer, pinned_by, connection_id)
     SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::text,
            coalesce(c.customer_id, n.customer_id, u.customer_id, c.id), c.id
       FROM connection c
       LEFT JOIN instance n ON n.organization_id = c.organization_id AND n.id = c.instance_id
       LEFT JOIN "user" u ON u.organization_id = c.organization_id AND u.id = c.user_id
      WHERE c.organization_id = $1 AND c.id = $6 AND NOT EXISTS (
        SELECT FROM pinned_issuer firm_one
         WHERE firm_one.organization_id = $1 AND firm_one.connection_config_id = $2 AND firm_one.environment = $3
           AND firm_one.authorization_endpoint = $4 AND firm_one.firm)
     ON CONFLICT (organization_id, connection_config_id, environment, authorization_endpoint) DO UPDATE SET
       firm = coalesce(
         pin.pinned_by <> excluded.pinned_by AND pin.issuer IS NOT DISTINCT FROM excluded.issuer
         OR pin.earlier_by <> excluded.pinned_by AND pin.earlier_issuer IS NOT DISTINCT FROM excluded.issuer, false),
       issuer = excluded.issuer, pinned_by = excluded.pinned_by, connection_id = excluded.connection_id,
       earlier_issuer = CASE WHEN pin.pinned_by = excluded.pinned_by THEN pin.earlier_issuer ELSE pin.issuer END,
       earlier_by = CASE WHEN pin.pinned_by = excluded.pinned_by THEN pin.earlier_by ELSE pin.pinned_by END,
       earlier_connection_id =
         CASE WHEN pin.pinned_by = excluded.pinned_by THEN pin.earlier_connection_id ELSE pin.connection_id END,
       pinned_at = excluded.pinned_at
     WHERE NOT pin.firm`,
    [
      organizationId,
      pin.connectionConfigId,
      pin.environment,
      pin.authorizationEndpoint,
      pin.issuer ?? null,
      connectionId,
    ],
  );
}

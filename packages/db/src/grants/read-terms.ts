import type { ConnectionId, GrantId, GrantTerms, HeldTerms, OrganizationId } from '@latchkey/oauth';
import { clientOf, type LiveSecretColumns, liveSecrets } from '../clients.js';
import type { Database } from '../database.js';
import { type SecretInputColumn, secretInputs, secretInputsOf } from '../secret-inputs.js';
import { inTenantSql } from '../tenant-scope.js';

interface TermsRow extends LiveSecretColumns, SecretInputColumn {
  readonly connection_id: ConnectionId;
  readonly terms: GrantTerms;
}

const sql = `
SELECT g.connection_id, g.terms, ${liveSecrets('g.organization_id', 'g.client_row_id')},
       ${secretInputs('g.organization_id', 'g.connection_id')}
  FROM "grant" g WHERE g.organization_id = $1 AND g.id = $2 AND g.state = 'live'`;

/** Reads what requests about a live grant need besides its tokens. */
export async function readTerms(
  db: Database,
  organizationId: OrganizationId,
  grantId: GrantId,
): Promise<HeldTerms | undefined> {
  const { rows } = await inTenantSql(db, organizationId, (client) =>
    client.query<TermsRow>(sql, [organizationId, grantId]),
  );
  const [row] = rows;
  if (!row) return undefined;
  const { connection_id: connectionId, terms } = row;
  return {
    organizationId,
    connectionId,
    terms,
    client: clientOf(terms.clientRowId, terms.clientId, row),
    secretInputs: secretInputsOf(row),
  };
}

import type { Client, ClientRowId } from '@latchkey/oauth';
import { sealedOf } from './sealed.js';

/** What {@link liveSecrets} adds to a row. */
export interface LiveSecretColumns {
  readonly secret_ids: readonly string[];
  readonly secret_values: readonly Uint8Array[];
}

/** SQL of the live secrets of the client whose row id is `clientRowId` (an expression): the current one, then the next. */
export function liveSecrets(organizationId: string, clientRowId: string): string {
  const live = (column: string) =>
    `ARRAY(SELECT cs.${column} FROM client_secret cs WHERE cs.organization_id = ${organizationId}
       AND cs.client_row_id = ${clientRowId} AND cs.state IN ('current', 'next') ORDER BY cs.state, cs.id)`;
  return `${live('id')} AS secret_ids, ${live('value')} AS secret_values`;
}

/** A client with its live secrets; a grant's identifier is the frozen one. */
export function clientOf(rowId: string, clientId: string, row: LiveSecretColumns): Client {
  return {
    rowId: rowId as ClientRowId,
    clientId,
    secrets: row.secret_ids.map((secretId, index) => ({
      rowId: secretId,
      value: sealedOf(row.secret_values[index] as Uint8Array),
    })),
  };
}

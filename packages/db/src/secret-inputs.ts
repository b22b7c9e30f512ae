import type { SecretInputs } from '@latchkey/oauth';
import { sealedOf } from './sealed.js';

/** What {@link secretInputs} adds to a row: sealed values in base64 by name, or null when there are none. */
export interface SecretInputColumn {
  readonly secret_inputs: Readonly<Record<string, string>> | null;
}

/** SQL of the sealed inputs of a connection; both arguments are expressions. */
export function secretInputs(organizationId: string, connectionId: string): string {
  return `(SELECT jsonb_object_agg(ci.name, encode(ci.sealed, 'base64')) FROM connection_input ci
     WHERE ci.organization_id = ${organizationId} AND ci.connection_id = ${connectionId}
       AND ci.sealed IS NOT NULL) AS secret_inputs`;
}

export function secretInputsOf(row: SecretInputColumn): SecretInputs {
  return Object.fromEntries(
    Object.entries(row.secret_inputs ?? {}).map(([name, value]) => [name, sealedOf(Buffer.from(value, 'base64'))]),
  );
}

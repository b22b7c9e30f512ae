import type { ClientRowId } from '../ids.js';
import type { Sealed } from '../ports.js';

/**
 * A client registration (RFC 6749 section 2) as stored: its identifier and its live secrets: the current one, then the next. `rowId`
 * binds the seals of the secrets.
 */
export interface Client {
  readonly rowId: ClientRowId;
  readonly clientId: string;
  readonly secrets: readonly { readonly rowId: string; readonly value: Sealed }[];
}

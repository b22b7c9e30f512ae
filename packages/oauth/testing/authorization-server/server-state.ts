import type { ConsentRequest } from './consent-request.js';
import type { Devices } from './devices.js';
import type { Grants } from './grants.js';
import type { LedgerBook } from './ledger.js';
import type { RegisteredClient, Settings } from './options.js';

/** What the endpoints share. */
export interface ServerState {
  readonly issuer: string;
  readonly settings: Settings;
  readonly clients: ReadonlyMap<string, RegisteredClient>;
  readonly grants: Grants;
  readonly devices: Devices;
  readonly ledger: LedgerBook;
  /** Consent pages shown and not yet answered, by the form's secret. */
  readonly consentRequests: Map<string, ConsentRequest>;
  /** Who is signed in and consents. */
  account: string;
}

import type { GrantTerms } from '../connection/grant.js';
import type {
  AttemptId,
  ConnectionConfigId,
  ConnectionId,
  DeviceAuthorizationId,
  OrganizationId,
  WizardSessionId,
} from '../ids.js';
import type { Sealed, SecretInputs } from '../ports.js';
import type { Client } from '../provider/client.js';

/** A device authorization that somebody has to finish at the provider (RFC 8628), as it is stored. */
export interface DeviceAuthorization {
  readonly id: DeviceAuthorizationId;
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly connectionConfigId: ConnectionConfigId;
  /** Who started: the code is shown to this wizard session and no other. */
  readonly wizardSessionId: WizardSessionId;
  readonly deviceCode: Sealed;
  /** What the person types, as the provider wrote it. */
  readonly userCode: string;
  /** Where the person goes. */
  readonly verificationUri: string;
  readonly verificationUriComplete?: string;
  /** Frozen here and copied into the grant. */
  readonly terms: GrantTerms;
  readonly requestedScopes: readonly string[];
  /** Seconds between two polls. */
  readonly intervalSeconds: number;
  readonly lifetimeSeconds: number;
  /** Most requests that one poll makes in a row, when it brings tokens: how long a claim has to last. */
  readonly mostRequests: number;
}

/** A claim on a device authorization: permission for one process to poll once. */
export interface DeviceClaim
  extends Pick<
    DeviceAuthorization,
    | 'id'
    | 'organizationId'
    | 'connectionId'
    | 'wizardSessionId'
    | 'deviceCode'
    | 'terms'
    | 'requestedScopes'
    | 'intervalSeconds'
    | 'mostRequests'
  > {
  readonly attemptId: AttemptId;
  readonly client: Client;
  readonly secretInputs: SecretInputs;
  /** Polls in a row that brought no answer or none that can be used. */
  readonly failures: number;
  /** Monotonic milliseconds of this process, after which nothing may be sent under this claim. */
  readonly sendBefore: number;
}

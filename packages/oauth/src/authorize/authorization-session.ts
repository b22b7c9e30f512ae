import type { AuthorizationError } from '../connection/connection-event.js';
import type { GrantTerms } from '../connection/grant.js';
import type {
  AuthorizationSessionId,
  ConnectionConfigId,
  ConnectionId,
  OrganizationId,
  WizardSessionId,
} from '../ids.js';
import type { Sealed, SecretInputs } from '../ports.js';
import type { Client } from '../provider/client.js';
import type { Completion, CompletionKind } from './completion.js';

/** What is remembered until the browser returns. */
export interface AuthorizationSession {
  readonly id: AuthorizationSessionId;
  readonly organizationId: OrganizationId;
  readonly connectionId: ConnectionId;
  readonly connectionConfigId: ConnectionConfigId;
  readonly environment: string;
  /** SHA-256 of the state parameter; the state itself is kept nowhere. */
  readonly stateHash: Uint8Array;
  /** Who started: only this browser may finish. */
  readonly wizardSessionId?: WizardSessionId;
  readonly browserHash: Uint8Array;
  /** Public base URL of the door where the flow began: its browser's cookie comes along there only. */
  readonly origin?: string;
  /** Absent: in a wizard session, whose cookie is the proof. */
  readonly completion?: Completion;
  /** Absent when the provider cannot take PKCE. */
  readonly codeVerifier?: Sealed;
  /** Frozen here and copied into the grant. */
  readonly terms: GrantTerms & { readonly redirectUri: string };
  readonly requestedScopes: readonly string[];
  /** How the browser shows the flow, so that its end can fit. */
  readonly display: 'popup' | 'page';
  readonly lifetimeSeconds: number;
}

/** What doors may know of a session: no hash, no sealed value, no client. */
export type SessionFacts = Pick<AuthorizationSession, 'id' | 'organizationId' | 'connectionId' | 'display'>;

/** How an authorization session ended, or what it still waits for. */
export type AuthorizationOutcome =
  | { readonly kind: 'succeeded' }
  | {
      /** A grant is kept, which its connection does not hold before the person has said whose account it is. */
      readonly kind: 'unconfirmed';
      /** What the event of its end will say: the account's name where it is known. */
      readonly details: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'failed';
      readonly error: AuthorizationError;
      /** The provider's own words, scrubbed; for the log and the page's details, never for a URL. */
      readonly details: Readonly<Record<string, string>>;
    };

/** What a browser is told that came before: `pending` while its response is being worked on, `parked` while it waits. */
export type RepeatedOutcome =
  | AuthorizationOutcome
  | { readonly kind: 'pending' }
  | { readonly kind: 'parked'; readonly completion: CompletionKind };

export type ConsumedAuthorization =
  | {
      readonly kind: 'consumed';
      readonly session: AuthorizationSession & {
        readonly client: Client;
        readonly secretInputs: SecretInputs;
        /** Where no issuer is configured: the pinned one that holds for this connection (`expectedIssuer`). */
        readonly pinnedIssuer?: string;
      };
    }
  /** This browser came before. */
  | { readonly kind: 'repeated'; readonly session: SessionFacts; readonly outcome: RepeatedOutcome }
  | {
      readonly kind: 'ended';
      readonly session: SessionFacts;
      readonly how: 'superseded' | 'cancelled' | 'expired';
    }
  | { readonly kind: 'unknown' };

/** An out-of-band session as one try with a pasted code gets it. */
export type TakenForPaste =
  | {
      readonly kind: 'taken';
      readonly session: Extract<ConsumedAuthorization, { readonly kind: 'consumed' }>['session'];
      readonly triesLeft: number;
    }
  | { readonly kind: 'none' };

/**
 * What the callback door tells the wizard's page about one wizard session, as JSON: inlined in the page as
 * `<script type="application/json" id="wizard-state">` and answered by `GET /wizard/{id}/state`.
 * Times are ISO 8601 UTC. It never holds a token, a code or a secret.
 */
export interface WizardState {
  /** The wizard session's public id (`wiz_…`), as in the page's URL. */
  readonly id: string;
  /** Sent back as the `csrf` form field, or as the `X-CSRF-Token` header of fetch calls. */
  readonly csrfToken: string;
  /** BCP 47 tag. */
  readonly lang: string;
  /** Where "Back to {organization}" leads, when the vendor gave one. */
  readonly returnUrl?: string;
  readonly organization: { readonly name: string };
  readonly customer: { readonly name: string };
  readonly user?: { readonly name?: string; readonly email?: string };
  readonly integration: { readonly name: string; readonly description?: string };
  /** In the instance's order; the first is the default. */
  readonly environments: readonly string[];
  /** The server's clock when this was written. */
  readonly serverTime: string;
  /** In the config's order, never sorted by status. */
  readonly connections: readonly WizardConnection[];
}

export type ConnectionStatus = 'pending' | 'active' | 'error' | 'disconnecting';
export type ConnectionHealth = 'unused' | 'succeeded' | 'failed';
export type ConnectionColor = 'gray' | 'yellow' | 'green' | 'red';

export interface WizardConnection {
  /** `conn_…` */
  readonly id: string;
  /** The required config variable's key. */
  readonly key: string;
  /** The provider's name as people know it. */
  readonly name: string;
  /** One sentence: what the integration does with it. */
  readonly purpose?: string;
  readonly environment: string;
  readonly status: ConnectionStatus;
  readonly health: ConnectionHealth;
  readonly color: ConnectionColor;
  /** Why the status is `error`, or the health `failed`; `code` is from the engine's closed list. */
  readonly reason?: { readonly code: string; readonly since?: string };
  /** Present while a person is on the way to the provider, or back from there and asked whose account it is. */
  readonly authorization?:
    | {
        /** `out_of_band`: the provider shows a code, which the person pastes here. */
        readonly kind: 'redirect' | 'out_of_band';
        readonly expiresAt: string;
      }
    | {
        /** A code that the person types at a page of the provider (RFC 8628). */
        readonly kind: 'device_code';
        readonly expiresAt: string;
        /** Absent where another wizard session asked for the code. */
        readonly device?: {
          readonly userCode: string;
          readonly verificationUri: string;
          /** The same address with the code in it. */
          readonly verificationUriComplete?: string;
        };
      }
    | {
        /** The answer goes to `POST /wizard/{id}/connections/{connectionId}/confirm`. */
        readonly kind: 'confirm';
        readonly expiresAt: string;
        /** Which sign-in is answered for: sent back with the answer. */
        readonly id: string;
        /** The remote account's name, where it could be learnt. */
        readonly account?: string;
      };
  /** How the latest attempt to connect ended, when it did not succeed and nothing newer happened. */
  readonly lastFailure?: { readonly error: string; readonly at: string };
  /** How the latest disconnect ended. */
  readonly lastRevocation?: {
    readonly outcome: 'revoked' | 'not_supported' | 'unconfirmed' | 'superseded';
    readonly at: string;
  };
  readonly accountLabel?: string;
  readonly connectedAt?: string;
  readonly lastUsedAt?: string;
  readonly lastRefreshedAt?: string;
  readonly scopes: readonly WizardScope[];
  /** Only those a customer may see. */
  readonly inputs: readonly WizardInput[];
  /**
   * The callback URL that the customer registers at the provider, where each brings a client of their own. Where a
   * customer may choose any server, each server has its own: `changesWith` names the inputs that it depends on (POST
   * `/wizard/{id}/connections/{connectionId}/callback-url` tells it for values that are typed), and `url` is absent while
   * nobody has said which server it is.
   */
  readonly callback?: {
    readonly label?: string;
    readonly url?: string;
    readonly changesWith?: readonly string[];
  };
  /** Names of everything that uses this connection (integrations), at least one. */
  readonly uses: readonly string[];
  /** Whether the provider has a revocation endpoint. */
  readonly canRevoke: boolean;
  /** The provider's own page where a person can remove apps: https. */
  readonly connectedAppsUrl?: string;
  /**
   * Present when the person may untick optional scopes: then Connect posts `scopes=chosen` and `scope` once for each ticked
   * optional one. Left out, optional scopes are shown without boxes and asked for as the config says.
   */
  readonly scopesSelectable?: true;
  /**
   * Present when no browser is redirected. `directly`: nobody is sent to the provider; instead of Connect there is a Test, which posts the same form to
   * `/test/{connectionId}`, asks the provider for access with what is configured, and answers the new state.
   * `by_device_code`: Connect opens no window but answers the new state, with the code that is typed at the provider.
   */
  readonly connects?: 'directly' | 'by_device_code';
  /** What this session may do. */
  readonly verbs: readonly ('connect' | 'disconnect' | 'log')[];
}

export interface WizardScope {
  readonly scope: string;
  readonly label?: string;
  readonly required: boolean;
  /** Absent before connecting. */
  readonly granted?: boolean;
  /** Whether its box is ticked, where that is not the same as granted. */
  readonly chosen?: boolean;
}

export interface WizardInput {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'secret' | 'choice';
  readonly required: boolean;
  readonly help?: string;
  /** Never for a secret. */
  readonly value?: string;
  /** A value is saved (for secrets, shown as "Saved. Leave empty to keep it."). */
  readonly hasValue: boolean;
  /** Of a saved secret: names of inputs that say where it is sent. When one of them changes, it has to be typed again. */
  readonly typedAgainWith?: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
  readonly pattern?: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}

/** One line of a connection's log: `GET /wizard/{id}/connections/{connectionId}/events?before=&problems=1`. */
export interface WizardEvent {
  readonly id: string;
  readonly at: string;
  /** From the engine's closed list (`packages/oauth/src/connection/connection-event.ts`). */
  readonly kind: string;
  readonly severity: 'good' | 'info' | 'problem';
  /** Who or what did it, where known: a person, the integration's name, an IP address. */
  readonly actor?: string;
  /** The remote account's name, of `connected`. */
  readonly account?: string;
  /** When access ends, of `expiring`. */
  readonly expiresAt?: string;
  /** The reason code for problems. */
  readonly reason?: string;
  /** "Technical details": label and plain text, already scrubbed and at most 300 characters each. */
  readonly details?: readonly { readonly label: string; readonly value: string }[];
}

export interface WizardEventPage {
  /** Newest first. */
  readonly events: readonly WizardEvent[];
  /** Pass as `before` for older ones; absent at the end. */
  readonly before?: string;
}

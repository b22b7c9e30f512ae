/** How a client proves itself at the token and revocation endpoints (RFC 6749 §2.3.1). */
export type ClientAuthMethod = 'client_secret_basic' | 'client_secret_post';

/** A client as the scriptable authorization server knows it. Without `redirectUris` any redirect URI is taken. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared byte for byte with what the authorization request says. */
  readonly redirectUris?: readonly string[];
  readonly authMethod: ClientAuthMethod;
}

/** What `startAuthorizationServer` takes; every member but `clients` has a default. */
export interface AuthorizationServerOptions {
  readonly clients: readonly RegisteredClient[];
  /** Loopback address to listen on; default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Life of an access token and the answer's `expires_in`; default 3600. */
  readonly accessTokenSeconds?: number;
  /** How long a consent lasts, told as `authorization_expires_in`; then its refresh tokens are refused. Default: for ever. */
  readonly authorizationSeconds?: number;
  /** Life of an authorization code; default 600. */
  readonly codeSeconds?: number;
  /** Life of a device code; default 600. */
  readonly deviceCodeSeconds?: number;
  /** Seconds between two polls with a device code; default 5. */
  readonly deviceIntervalSeconds?: number;
  /** `always` (default): each refresh spends its token and answers a new one; `never`: the token stays and is not repeated in the answer. */
  readonly rotation?: 'always' | 'never';
  /** How long after its first use a spent refresh token is taken again, each time for a new pair; default 0. Later it kills its family. */
  readonly reuseGraceSeconds?: number;
  /** Default `optional`. */
  readonly pkce?: 'required' | 'optional';
  /** Whether authorization responses carry `iss` (RFC 9207); default `sent`. */
  readonly iss?: 'sent' | 'absent';
  /** Whether a refresh revokes the grant's older access tokens at once; default false. */
  readonly refreshRevokesAccessToken?: boolean;
  /** `kills_siblings`: revoking one token kills every grant of its account for its client. Default `supported` (RFC 7009). */
  readonly revocation?: 'supported' | 'absent' | 'kills_siblings';
  /** The body encoding that token requests must have; default `form`. */
  readonly bodyEncoding?: 'form' | 'json';
  /** Who consents until `signIn` says otherwise; default `ada@example.test`. */
  readonly account?: string;
  /** `at_once` (default) redirects back without a question; `page` shows a page with Allow and Deny. */
  readonly consent?: 'at_once' | 'page';
  /** The server's clock, in milliseconds; default `Date.now`. */
  readonly now?: () => number;
}

/** The options with every default filled in. */
export type Settings = Required<Omit<AuthorizationServerOptions, 'clients' | 'host' | 'port' | 'account'>>;

/** Fills in the defaults. */
export function settingsFrom(options: AuthorizationServerOptions): Settings {
  return {
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    authorizationSeconds: options.authorizationSeconds ?? Number.POSITIVE_INFINITY,
    codeSeconds: options.codeSeconds ?? 600,
    deviceCodeSeconds: options.deviceCodeSeconds ?? 600,
    deviceIntervalSeconds: options.deviceIntervalSeconds ?? 5,
    rotation: options.rotation ?? 'always',
    reuseGraceSeconds: options.reuseGraceSeconds ?? 0,
    pkce: options.pkce ?? 'optional',
    iss: options.iss ?? 'sent',
    refreshRevokesAccessToken: options.refreshRevokesAccessToken ?? false,
    revocation: options.revocation ?? 'supported',
    bodyEncoding: options.bodyEncoding ?? 'form',
    consent: options.consent ?? 'at_once',
    now: options.now ?? Date.now,
  };
}

/** How a client proves itself at the token and revocation endpoints (RFC 6749 section 2.3.1; RFC 7591 section 2). */
export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'none';

/** A scope worth offering, with words for people. */
export interface ScopeDefinition {
  readonly scope: string;
  readonly label?: string;
  /** `required` scopes are always asked for; `optional` ones by choice. */
  readonly need?: 'required' | 'optional';
}

/**
 * A provider as data. URLs may hold placeholders `{input}` (see template.ts). The shape only grows; unknown keys are
 * errors (validate-definition.ts).
 */
export interface Definition {
  /** The provider's name as people know it. */
  readonly name: string;
  /** The authorization server's issuer identifier (RFC 8414 section 2); compared with `iss` (RFC 9207). */
  readonly issuer?: string;
  readonly authorize: {
    /** May already hold a query, which is kept. */
    readonly url: string;
    /** Extra request parameters; reserved names are refused. */
    readonly parameters?: Readonly<Record<string, string>>;
    /** RFC 7636. `S256` unless the provider breaks on it. */
    readonly pkce?: 'S256' | 'none';
    /** RFC 9207: `required` refuses responses without `iss`; `if_sent` checks it when it is there. */
    readonly iss?: 'required' | 'if_sent';
  };
  readonly token: {
    readonly url: string;
    readonly clientAuthentication?: ClientAuthentication;
    /** Life of an access token in seconds when the response does not say. */
    readonly defaultExpiresIn?: number;
  };
  readonly refresh?: {
    /** When refreshing has an endpoint of its own. */
    readonly url?: string;
    /** A used refresh token is answered again within this many seconds. */
    readonly reuseGrace?: number;
    /** Error codes, besides invalid_grant, that mean that the grant is dead. */
    readonly terminalErrors?: readonly string[];
  };
  readonly revoke?: {
    /** RFC 7009. */
    readonly url: string;
    /** What revoking one token ends: that grant only, or every grant of that person for this client. */
    readonly reach?: 'grant' | 'account';
  };
  /** Between scopes; a space in RFC 6749 section 3.3. */
  readonly scopeSeparator?: string;
  readonly scopes?: readonly ScopeDefinition[];
  /** Where the name of the remote account is found after connecting. */
  readonly account?: {
    /** A claim of the ID token that the token endpoint answered with (OpenID Connect Core 3.1.3.7, item 6). */
    readonly idTokenClaim?: string;
    /** A top-level member of the token response. */
    readonly tokenMember?: string;
  };
  /** Top-level members of the token response that vendors may read although the deny-list would drop them. */
  readonly exposeMembers?: readonly string[];
}

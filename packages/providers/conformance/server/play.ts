import type { Facts } from '../facts/facts-schema.js';

/** What the server remembers of a consent until its code is redeemed. */
export interface Consent {
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge?: { readonly method: string; readonly value: string };
}

/** A client that is registered at the server. */
export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
  /** SPKI PEM, for clients that sign. */
  readonly publicKey?: string;
}

/** One provider, played by its facts for one connection: nothing here comes from a definition. */
export interface Play {
  readonly facts: Facts;
  readonly client: RegisteredClient;
  /** What the customer told us of its account there, by the names of the facts' variables. */
  readonly customer: ReadonlyMap<string, string>;
  /** Where the vendor registered that browsers come back to. */
  readonly callbackUrl: string;
  /** Scopes that the vendor wants. */
  readonly scopes: readonly string[];
  /** Milliseconds since 1970, of simulated time. */
  readonly now: () => number;
  /** The facts that a request showed to be heeded. */
  readonly seen: Set<string>;
  /** What was refused, in words: each is a fault of the definition. */
  readonly refusals: string[];
  /** `refusing`: a refusal is what is asked for, and no fault. */
  mode: 'judging' | 'refusing';
  readonly consents: Map<string, Consent>;
  /** The latest consent: later requests may have to repeat its values. */
  consent: Consent | undefined;
  /** Whether the second exchange was made. */
  exchanged: boolean;
  code: string | undefined;
  accessToken: string | undefined;
  refreshToken: string | undefined;
  readonly accessTokens: Set<string>;
  readonly spentTokens: Set<string>;
  /** What callback and answers told, by name. */
  readonly told: Map<string, string>;
  readonly nonces: Set<string>;
  /** How many tokens, codes and the like were made. */
  count: number;
}

/** A play that has not begun. */
export function newPlay(
  given: Pick<Play, 'facts' | 'client' | 'customer' | 'callbackUrl' | 'scopes' | 'now' | 'seen' | 'refusals'>,
): Play {
  return {
    ...given,
    mode: 'judging',
    consents: new Map(),
    consent: undefined,
    exchanged: false,
    code: undefined,
    accessToken: undefined,
    refreshToken: undefined,
    accessTokens: new Set(),
    spentTokens: new Set(),
    told: new Map(),
    nonces: new Set(),
    count: 0,
  };
}

/** A request that is not as the facts say. */
export class Refused extends Error {
  readonly error: string;
  constructor(message: string, error = 'invalid_request') {
    super(message);
    this.error = error;
  }
}

/** What a placeholder of the facts stands for at this moment, as far as the server knows. */
export function knownValue(play: Play, name: string): string | undefined {
  switch (name) {
    case 'client_id':
      return play.client.id;
    case 'client_secret':
      return play.client.secret;
    case 'access_token':
    case 'accessToken':
      return play.accessToken;
    case 'refresh_token':
      return play.refreshToken;
    case 'code':
      return play.code;
    case 'state':
      return play.consent?.state;
    case 'redirect_uri':
      return play.consent?.redirectUri;
    default:
      return (
        play.told.get(name) ??
        play.customer.get(name.replace(/^cred\./, '')) ??
        (name === 'scope' ? play.scopes.join(separatorOf(play)) : undefined)
      );
  }
}

/** What stands between scopes. */
export function separatorOf({ facts }: Pick<Play, 'facts'>): string {
  return facts.scope_separator ?? ' ';
}

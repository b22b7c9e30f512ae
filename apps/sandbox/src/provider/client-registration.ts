import type { ClientMetadata } from 'oidc-provider';

/** A confidential client of the sandbox, in the words of RFC 7591. */
export interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absolute URLs, compared exactly; none for a client that acts for itself alone (client credentials). */
  readonly redirectUris: readonly string[];
  /** `client_secret_basic` by default. */
  readonly tokenEndpointAuthMethod?: 'client_secret_basic' | 'client_secret_post';
  /** The name that a person reads at consent; the client id by default. */
  readonly clientName?: string;
}

/** The registration as the library keeps it. */
export function clientMetadata(client: ClientRegistration): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    client_name: client.clientName ?? client.clientId,
    redirect_uris: [...client.redirectUris],
    token_endpoint_auth_method: client.tokenEndpointAuthMethod ?? 'client_secret_basic',
    ...(client.redirectUris.length === 0
      ? { grant_types: ['client_credentials'], response_types: [] }
      : { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }),
    application_type: 'web',
  };
}

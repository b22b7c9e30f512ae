import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { errorPage } from '../error-page.js';
import { document, pageHeaders } from '../page.js';
import { findAccount } from './accounts.js';
import { createAdapter } from './adapter.js';
import type { ProviderKeys } from './keys.js';
import { site } from './pages/site.js';
import type { RecordStore } from './record-store.js';
import { scopeNames } from './scopes.js';

/** The choices of the person who starts the sandbox. */
export interface ProtocolOptions {
  /** Lifetime of an access token, in seconds. */
  readonly accessTokenSeconds: number;
  /** Whether an authorization request without `code_challenge` is refused. */
  readonly pkce: 'required' | 'optional';
  /** `rotate`: each refresh gives a new refresh token, and using an old one kills the grant. `keep`: one for ever. */
  readonly refreshTokens: 'rotate' | 'keep';
}

const day = 24 * 60 * 60;
/** Grants and refresh tokens outlive any demonstration. */
const grantSeconds = 400 * day;

/** Paths of the endpoints; everything else under the origin is our own page or API. */
export const routes = {
  authorization: '/authorize',
  token: '/token',
  revocation: '/revoke',
  introspection: '/introspect',
  userinfo: '/userinfo',
  jwks: '/jwks',
  end_session: '/session/end',
} as const;

/** The configuration of `oidc-provider`: a plain OAuth 2.0 server with OpenID Connect on top. */
export function configuration(
  store: RecordStore,
  keys: ProviderKeys,
  options: ProtocolOptions,
  alreadyUsed: () => Error,
): Configuration {
  return {
    adapter: createAdapter(store, alreadyUsed),
    jwks: keys.jwks,
    cookies: { keys: keys.cookieKeys },
    routes,
    scopes: scopeNames,
    claims: { openid: ['sub', 'email', 'email_verified'], profile: ['name'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    responseTypes: ['code'],
    findAccount: (_ctx, accountId) => findAccount(store, accountId),
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => options.pkce === 'required' },
    rotateRefreshToken: options.refreshTokens === 'rotate',
    // A connection lives on when the person signs out of the sandbox.
    expiresWithSession: () => false,
    clientBasedCORS: () => false,
    ttl: {
      AccessToken: options.accessTokenSeconds,
      AuthorizationCode: 60,
      ClientCredentials: options.accessTokenSeconds,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      Session: 14 * day,
      Grant: grantSeconds,
      RefreshToken: grantSeconds,
    },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      // A pushed request would hide `prompt` from the rewriting in authorization-defaults.ts.
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    },
    renderError: (ctx: KoaContextWithOIDC, out) => {
      ctx.state.error = out.error;
      ctx.set(pageHeaders());
      ctx.body = document(
        site,
        errorPage({ title: 'This request cannot be answered', code: out.error, text: out.error_description }),
      );
    },
  };
}

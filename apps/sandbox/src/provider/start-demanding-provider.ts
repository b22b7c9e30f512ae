import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import { bind } from '../listen.js';
import { createAdapter } from './adapter.js';
import { loadKeys } from './keys.js';
import { loadOidcProvider } from './quiet-oidc-provider.js';
import { openRecordStore } from './record-store.js';

/** One request that reached the provider, for tests: parameters as they were sent. */
export interface DemandingRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A running bare `oidc-provider`. */
export interface DemandingProvider {
  readonly issuer: string;
  /** In the order of their arrival. */
  readonly requests: readonly DemandingRequest[];
  /** Adds a client or replaces the one with the same id; the library checks it at its first request. */
  registerClient(metadata: ClientMetadata): void;
  close(): Promise<void>;
}

/**
 * Starts a bare `oidc-provider` that demands what its configuration says, for tests of single protocol features: every
 * person is signed in as `ada` and allows everything without a page.
 */
export async function startDemandingProvider(
  configure: (issuer: string) => Configuration,
  {
    host = '127.0.0.2',
    port = 0,
    path = '',
  }: { readonly host?: string; readonly port?: number; readonly path?: string } = {},
): Promise<DemandingProvider> {
  const { default: Provider, errors } = await loadOidcProvider();
  const server = await bind({ host, port });
  try {
    const keys = loadKeys(undefined);
    const issuer = `${server.origin}${path}`;
    const { features, ...rest } = configure(issuer);
    const store = openRecordStore(undefined);
    const provider = new Provider(issuer, {
      adapter: createAdapter(store, () => new errors.InvalidGrant('already used')),
      jwks: keys.jwks,
      cookies: { keys: keys.cookieKeys },
      clientBasedCORS: () => false,
      // Clients' key sets are on loopback too, which the library's own dispatcher does not call.
      fetch: (url, { method, headers, signal } = {}) => fetch(url, { method, headers, signal } as RequestInit),
      findAccount: (_ctx, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
      interactions: { url: (_ctx, interaction) => `${path}/interaction/${interaction.uid}` },
      ttl: {
        AccessToken: 600,
        AuthorizationCode: 60,
        Grant: 3600,
        IdToken: 600,
        Interaction: 600,
        RefreshToken: 3600,
        Session: 3600,
      },
      ...rest,
      features: { devInteractions: { enabled: false }, ...features },
    });
    const requests: DemandingRequest[] = [];
    provider.use(async (ctx, next) => {
      await next();
      const {
        method,
        path: at,
        query,
        oidc,
      } = ctx as typeof ctx & { readonly oidc?: { readonly body?: Record<string, unknown> } };
      requests.push({ method, path: at, query: { ...query } as Record<string, string>, body: { ...oidc?.body } });
    });
    (provider as EventEmitter).on('error', () => undefined);
    const library = provider.callback();
    server.serve((request, response) => {
      const target = request.url ?? '/';
      if (target.startsWith(`${path}/interaction/`)) {
        void allowEverything(provider, request, response);
        return;
      }
      // A library under a path is mounted: it takes the path off, and knows of it by `originalUrl`.
      if (path !== '' && target.startsWith(`${path}/`))
        Object.assign(request, { originalUrl: target, url: target.slice(path.length) });
      void library(request, response);
    });
    return {
      issuer,
      requests,
      registerClient: (metadata) => store.set(`Client:${metadata.client_id}`, metadata),
      close: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function allowEverything(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: 'ada' } });
      return;
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? 'ada', clientId: String(params.client_id) });
    const { missingOIDCScope, missingResourceScopes } = prompt.details as {
      readonly missingOIDCScope?: readonly string[];
      readonly missingResourceScopes?: Readonly<Record<string, readonly string[]>>;
    };
    if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
    for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {}))
      grant.addResourceScope(resource, scopes.join(' '));
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}

import type { EventEmitter } from 'node:events';
import { type Logger, pino } from 'pino';
import { bind } from '../listen.js';
import { createSiteServer } from '../site-server.js';
import { completeAuthorizationRequest } from './authorization-defaults.js';
import type { Behaviour } from './behaviour.js';
import { addBooksApi } from './books-api.js';
import { type ClientRegistration, clientMetadata } from './client-registration.js';
import { configuration, type ProtocolOptions, routes } from './configuration.js';
import { addInteractionRoutes } from './interaction-routes.js';
import { loadKeys } from './keys.js';
import { createLedger, type Ledger } from './ledger.js';
import { type LiveGrant, listLiveGrants } from './live-grants.js';
import { misbehave, observeRequests, recordRequest } from './observe-requests.js';
import { addOpenRoutes } from './open-routes.js';
import { icon, site, style } from './pages/site.js';
import { loadOidcProvider } from './quiet-oidc-provider.js';
import { openRecordStore } from './record-store.js';

/** How to start the sandbox provider; every member has a default. */
export interface ProviderOptions extends Partial<ProtocolOptions> {
  /** Address to bind, 127.0.0.2 by default so that the provider is another site than the wizard. */
  readonly host?: string;
  /** 4300 by default; 0 takes any free port. */
  readonly port?: number;
  /** The issuer identifier where it is not the bound origin, as behind a container's port mapping. */
  readonly issuer?: string;
  /** Folder for keys, clients, sessions and grants; without it everything is forgotten at close. */
  readonly dataDir?: string;
  readonly clients?: readonly ClientRegistration[];
  readonly logger?: Logger;
}

/** A running sandbox provider. */
export interface SandboxProvider {
  /** Origin of the pages and of the API. */
  readonly url: string;
  readonly issuer: string;
  readonly ledger: Ledger;
  liveGrants(): readonly LiveGrant[];
  /** Adds a client or replaces the one with the same id. Rejects when the library finds its metadata wrong. */
  registerClient(client: ClientRegistration): Promise<void>;
  setBehaviour(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const ownedByLibrary = new Set([...Object.values(routes), '/.well-known'].map((route) => route.split('/')[1]));

/**
 * Starts a real authorization server with its own login and consent pages, a protected API and a page of live grants.
 * Rejects with the system's `code` (EADDRINUSE, EADDRNOTAVAIL) when the address cannot be bound.
 */
export async function startProvider(options: ProviderOptions = {}): Promise<SandboxProvider> {
  const { host = '127.0.0.2', port = 4300, logger = pino({ level: 'silent' }) } = options;
  const { accessTokenSeconds = 60, pkce = 'optional', refreshTokens = 'rotate' } = options;
  const { default: Provider, errors } = await loadOidcProvider();

  // The port is bound first: it names the issuer, and holding it means that nobody else writes to the data folder.
  const server = await bind({ host, port });
  const stopping = new AbortController();
  try {
    const { origin: url } = server;
    const { issuer = url } = options;
    const store = openRecordStore(options.dataDir);
    const ledger = createLedger();
    const record = recordRequest(ledger, logger);
    let behaviour: Behaviour = { tokenEndpoint: 'ok' };
    const setBehaviour = (next: Behaviour): void => {
      behaviour = next;
      logger.info({ behaviour }, 'provider behaviour changed');
    };

    const provider = new Provider(
      issuer,
      configuration(
        store,
        loadKeys(options.dataDir),
        { accessTokenSeconds, pkce, refreshTokens },
        () => new errors.InvalidGrant('already used'),
      ),
    );
    provider.use(observeRequests(record));
    provider.use(misbehave(() => behaviour, stopping.signal));
    provider.use(completeAuthorizationRequest);
    provider.on('server_error', (_ctx, error) => logger.error({ err: error }, 'provider failed'));
    // Koa prints to the console unless somebody listens; the library's types leave this event of Koa out.
    (provider as EventEmitter).on('error', (error: Error) => logger.warn({ err: error }, 'provider request broke off'));

    const app = await createSiteServer(site, { style, icon }, logger);
    addInteractionRoutes(app, provider, store);
    addBooksApi(app, provider, store, record);
    addOpenRoutes(app, {
      issuer,
      ledger,
      liveGrants: () => listLiveGrants(store),
      setBehaviour,
    });
    await app.ready();

    const library = provider.callback();
    const registerClient = async (client: ClientRegistration): Promise<void> => {
      const key = `Client:${client.clientId}`;
      const before = store.get(key);
      store.set(key, clientMetadata(client));
      try {
        // Finding a client validates it: what would fail at its first request fails here.
        await provider.Client.find(client.clientId);
      } catch (error) {
        if (before) store.set(key, before);
        else store.delete(key);
        throw error;
      }
    };
    for (const client of options.clients ?? []) await registerClient(client);
    server.serve((request, response) => {
      const first = String(request.url).split(/[/?]/)[1] ?? '';
      if (ownedByLibrary.has(first)) void library(request, response);
      else app.routing(request, response);
    });

    return {
      url,
      issuer,
      ledger,
      liveGrants: () => listLiveGrants(store),
      registerClient,
      setBehaviour,
      close: async () => {
        stopping.abort();
        await server.close();
        await app.close();
        store.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
